//! B30: every awaiter of a failed task gets the same exception object

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn boom() {
    raise!(ValueError("boom"))
}

#[asyncio::coroutine]
async fn watcher(task: Task<()>) -> Option<Exception> {
    attempt! {
        try {
            task.await;
        } except ValueError as e {
            py_print!("caught", e);
            return Some(e);
        }
    }
    None
}

#[asyncpy::main]
pub async fn main() {
    let task = create_task!(boom());
    let first = create_task!(watcher(task.clone())).await;
    let second = watcher(task.clone()).await;
    py_print!(first == second && second == task.exception()?, task.done(), task.cancelled());
}
