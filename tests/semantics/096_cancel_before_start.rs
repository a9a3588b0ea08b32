//! C1: a task cancelled before its first step never enters its body

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn child() {
    py_print!("never printed");
}

#[asyncpy::main]
pub async fn main() {
    let task = create_task!(child());
    py_print!(task.cancel(), task.cancelled(), task.done(), task.cancelling());
    asyncio::sleep(0).await;
    py_print!(task.cancelled(), task.done());
}
