//! C2: cancel() cancels the awaited future at once; CancelledError reaches the task one iteration later

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn child(fut: asyncio::Future<()>) {
    attempt! {
        try {
            fut.await;
        } finally {
            py_print!("the task sees CancelledError");
        }
    }
}

#[asyncpy::main]
pub async fn main() {
    let fut = asyncio::get_running_loop()?.create_future();
    let task = create_task!(child(fut.clone()));
    asyncio::sleep(0).await;
    fut.add_done_callback(|_| py_print!("callback of the future"));
    py_print!(
        "cancel",
        task.cancel(),
        "future cancelled",
        fut.cancelled(),
        "task",
        task.cancelled()
    );
    asyncio::wait([&task]).await;
    py_print!("task cancelled", task.cancelled());
}
