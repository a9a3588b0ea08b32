//! B45: as_completed gives results by completion; waking for one costs two iterations, a queued one none

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn child(name: &'static str, steps: i32) -> &'static str {
    for _ in 0..steps {
        asyncio::sleep(0).await;
    }
    py_print!(name, "ends");
    name
}

#[asyncpy::main]
pub async fn main() {
    let tasks = [("slow", 4), ("b", 0), ("a", 0)].map(|(n, s)| create_task!(child(n, s)));
    for coro in asyncio::as_completed(tasks, None)? {
        py_print!("got", coro.await);
    }
}
