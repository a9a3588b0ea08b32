//! C13: the message travels along a chain of awaits, once; first message wins if a future was cancelled, else the last

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn outer(task: Task<()>) {
    task.await;
}

#[asyncpy::main]
pub async fn main() {
    for started in [true, false] {
        let task = create_task!(outer(create_task!(asyncio::sleep(60))));
        asyncio::sleep(if started { 0.02 } else { 0.0 }).await;
        let task = if started { task } else { create_task!(outer(task)) };
        task.cancel_with("first");
        task.cancel_with("second");
        for _ in 0..2 {
            attempt! {
                try {
                    (&task).await;
                } except CancelledError as e {
                    py_print!(e.args());
                }
            }
        }
    }
}
