//! B21: set_result -> waiting task runs in the NEXT iteration; awaiting a done future does not yield

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn waiter(fut: asyncio::Future<i32>) {
    py_print!("woke with", fut.await);
}

#[asyncpy::main]
pub async fn main() {
    let event_loop = asyncio::get_running_loop()?;
    let fut = event_loop.create_future();
    create_task!(waiter(fut.clone()));
    asyncio::sleep(0).await;
    let this = event_loop.clone();
    event_loop.call_soon(move || {
        py_print!("next iteration");
        this.call_soon(|| py_print!("the one after"))
    })?;
    fut.set_result(42)?;
    event_loop.call_soon(|| py_print!("queued after set_result"))?;
    py_print!("no yield:", fut.await);
    asyncio::sleep(0).await;
}
