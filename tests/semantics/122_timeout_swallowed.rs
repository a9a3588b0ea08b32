//! C27: if the body swallows the cancellation of a timeout, no TimeoutError is raised and the count is restored

use asyncpy::prelude::*;

use crate::py::{current_task, py_print};

#[asyncpy::main]
pub async fn main() {
    let cm = asyncio::timeout(0.001)?;
    async_with! {
        cm {
            attempt! {
                try {
                    asyncio::sleep(60).await;
                } except CancelledError {
                    py_print!("swallowed", current_task().cancelling());
                }
            }
            asyncio::sleep(0.002).await;
            py_print!("body goes on");
        }
    }
    py_print!("expired", cm.expired(), current_task().cancelling());
}
