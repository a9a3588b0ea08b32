//! C7: after CancelledError was caught the task can await freely until the next cancel()

use asyncpy::prelude::*;

use crate::py::{current_task, py_print};

#[asyncio::coroutine]
async fn child() {
    for i in 0..2 {
        attempt! {
            try {
                asyncio::sleep(60).await;
            } except CancelledError {
                py_print!("caught", i, "cancelling", current_task().cancelling());
            }
        }
        py_print!("awaits again", asyncio::sleep_with(0, "freely").await);
    }
}

#[asyncpy::main]
pub async fn main() {
    let task = create_task!(child());
    for _ in 0..2 {
        asyncio::sleep(0.02).await;
        task.cancel();
    }
    py_print!("result", (&task).await, task.cancelled(), task.cancelling());
}
