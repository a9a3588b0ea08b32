//! B53: a deadline in the past fires through call_soon: only at the first suspension

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncpy::main]
pub async fn main() {
    let cm = asyncio::timeout(0)?;
    async_with! {
        cm {
            py_print!("body without await ends");
        }
    }
    py_print!("expired", cm.expired());
    let cm = asyncio::timeout(-1)?;
    attempt! {
        try {
            async_with! {
                cm {
                    asyncio::sleep(0).await;
                    py_print!("never printed");
                }
            }
        } except TimeoutError {
            py_print!("TimeoutError", cm.expired());
        }
    }
    let cm = asyncio::timeout(None)?;
    async_with! {
        cm {
            asyncio::sleep(0).await;
        }
    }
    py_print!("no deadline", cm.when(), cm.expired());
}
