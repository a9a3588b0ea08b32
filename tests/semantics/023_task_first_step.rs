//! B23: create_task only queues the first step; it runs in the next iteration, in creation order

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn child(n: i32) {
    py_print!("child", n);
}

#[asyncpy::main]
pub async fn main() {
    let event_loop = asyncio::get_running_loop()?;
    create_task!(child(1));
    event_loop.call_soon(|| py_print!("soon"))?;
    create_task!(child(2));
    py_print!("main goes on");
    asyncio::sleep(0).await;
    py_print!("main, one iteration later");
}
