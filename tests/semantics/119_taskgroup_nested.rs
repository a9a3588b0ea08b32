//! C24: an inner group's failure reaches the outer group as a nested ExceptionGroup; counts end at 0

use asyncpy::prelude::*;

use crate::py::{current_task, py_print, repr};

#[asyncio::coroutine]
async fn fail(msg: &'static str) {
    raise!(ValueError(msg))
}

#[asyncio::coroutine]
async fn inner() {
    async_with! {
        asyncio::TaskGroup::new() as tg {
            tg.create_task(fail("deep"))?;
        }
    }
}

#[asyncpy::main]
pub async fn main() {
    attempt! {
        try {
            async_with! {
                asyncio::TaskGroup::new() as tg {
                    tg.create_task(inner())?;
                    asyncio::sleep(60).await;
                }
            }
        } except ExceptionGroup as eg {
            py_print!(
                repr(&eg.exceptions()[0].exceptions()[0]),
                eg.exceptions().len(),
                current_task().cancelling()
            );
        }
    }
}
