//! C4: cancel() of a finished task returns False; two cancels before the task runs count 2 but raise once

use asyncpy::prelude::*;

use crate::py::{current_task, py_print};

#[asyncio::coroutine]
async fn child() {
    for i in 0..2 {
        attempt! {
            try {
                asyncio::sleep(0.001).await;
                py_print!("sleep", i, "was not cancelled");
            } except CancelledError {
                py_print!("CancelledError, cancelling", current_task().cancelling());
            }
        }
    }
}

#[asyncpy::main]
pub async fn main() {
    let task = create_task!(child());
    asyncio::sleep(0).await;
    py_print!(task.cancel(), task.cancel());
    (&task).await;
    py_print!(task.cancel(), task.cancelled(), task.cancelling());
}
