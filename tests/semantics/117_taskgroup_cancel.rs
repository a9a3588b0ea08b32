//! C22: cancelling the parent cancels the children; the group waits for them, then CancelledError goes on

use asyncpy::prelude::*;

use crate::py::{current_task, py_print};

#[asyncio::coroutine]
async fn child() {
    attempt! {
        try {
            asyncio::sleep(60).await;
        } finally {
            py_print!("child cleaned up", asyncio::sleep(0.001).await);
        }
    }
}

#[asyncpy::main]
pub async fn main() {
    let event_loop = asyncio::get_running_loop()?;
    let this = current_task();
    event_loop.call_later(0.02, move || this.cancel())?;
    let mut task = None;
    attempt! {
        try {
            async_with! {
                asyncio::TaskGroup::new() as tg {
                    task = Some(tg.create_task(child())?);
                }
            }
        } except CancelledError {
            let task = task.map(|task| task.cancelled());
            py_print!("CancelledError", task, current_task().cancelling());
        }
    }
}
