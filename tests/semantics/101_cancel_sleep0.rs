//! C6: a task suspended in sleep(0) has no future to cancel: the error is thrown at its queued step

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn child() {
    for i in 0..3 {
        py_print!("step", i);
        asyncio::sleep(0).await;
    }
}

#[asyncpy::main]
pub async fn main() {
    let task = create_task!(child());
    asyncio::sleep(0).await;
    task.cancel();
    let seen = task.clone();
    asyncio::get_running_loop()?.call_soon(move || py_print!("task done", seen.done()))?;
    asyncio::sleep(0).await;
    py_print!("cancelled", task.cancelled());
}
