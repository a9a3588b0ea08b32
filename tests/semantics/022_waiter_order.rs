//! B22: tasks awaiting a future and its done callbacks wake in one common registration order

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn waiter(fut: asyncio::Future<()>, name: &'static str) {
    fut.await;
    py_print!(name);
}

#[asyncpy::main]
pub async fn main() {
    let fut = asyncio::get_running_loop()?.create_future();
    create_task!(waiter(fut.clone(), "task 1"));
    asyncio::sleep(0).await;
    fut.add_done_callback(|_| py_print!("callback"));
    let last = create_task!(waiter(fut.clone(), "task 2"));
    asyncio::sleep(0).await;
    fut.set_result(())?;
    py_print!("main");
    last.await;
}
