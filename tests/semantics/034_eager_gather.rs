//! B34: gather and TaskGroup over eagerly finished tasks never yield

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn value(n: i32) -> i32 {
    n
}

#[asyncpy::main]
pub async fn main() {
    let event_loop = asyncio::get_running_loop()?;
    // In place of a task factory: the keyword that Python 3.14 has.
    let eager = || asyncio::TaskOptions::new().eager_start(true);
    event_loop.call_soon(|| py_print!("first queued callback"))?;
    py_print!(gather!(*[eager().spawn(value(1))?, eager().spawn(value(2))?]).await);
    let task = async_with! {
        asyncio::TaskGroup::new() as tg {
            tg.create_task_with(value(3), eager())?
        }
    };
    py_print!("group left", task.result()?);
    asyncio::sleep(0).await;
}
