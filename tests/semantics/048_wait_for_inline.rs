//! B48 (3.12+): wait_for awaits the coroutine in the calling task: no new task, no extra iteration

use asyncpy::prelude::*;

use crate::py::{current_task, py_print};

#[asyncio::coroutine]
async fn inner() -> &'static str {
    py_print!("inner in", current_task().get_name());
    "value"
}

#[asyncpy::main]
pub async fn main() {
    asyncio::get_running_loop()?.call_soon(|| py_print!("queued first"))?;
    py_print!(asyncio::wait_for(inner(), 10).await);
    py_print!(asyncio::wait_for(inner(), None).await);
    asyncio::sleep(0).await;
    py_print!("main ends");
}
