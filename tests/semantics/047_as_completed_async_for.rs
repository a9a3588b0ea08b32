//! B47 (3.13): async for over as_completed yields the task objects themselves

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn child(n: i32) -> i32 {
    asyncio::sleep(f64::from(n) / 1000.0).await;
    n
}

#[asyncpy::main]
pub async fn main() {
    let tasks = [60, 20, 40].map(|n| create_task!(child(n)));
    async_for! {
        task in asyncio::as_completed(&tasks, None)? {
            py_print!(tasks.iter().any(|t| t.is(&task)), task.done(), task.await);
        }
    }
}
