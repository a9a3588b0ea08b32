//! C25: a cancel from outside during an expired timeout wins: CancelledError instead of TimeoutError

use asyncpy::prelude::*;

use crate::py::{current_task, py_print};

#[asyncio::coroutine]
async fn child() {
    let cm = asyncio::timeout(0)?;
    attempt! {
        try {
            async_with! {
                cm {
                    current_task().cancel();
                    asyncio::sleep(60).await;
                }
            }
        } except TimeoutError {
            py_print!("never printed");
        } finally {
            py_print!("expired", cm.expired(), "cancelling", current_task().cancelling());
        }
    }
}

#[asyncpy::main]
pub async fn main() {
    let task = create_task!(child());
    asyncio::wait([&task]).await;
    py_print!("cancelled", task.cancelled());
}
