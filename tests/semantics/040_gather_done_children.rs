//! B40: children that are already done are counted inside gather(): no yield if all are (3.12+)

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn value(n: i32) -> i32 {
    n
}

#[asyncpy::main]
pub async fn main() {
    let tasks = [1, 2].map(|n| create_task!(value(n)));
    asyncio::sleep(0).await;
    asyncio::get_running_loop()?.call_soon(|| py_print!("queued first"))?;
    let outer = gather!(*tasks);
    py_print!(outer.done());
    py_print!(outer.await);
    asyncio::sleep(0).await;
}
