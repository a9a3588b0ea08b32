//! B42: FIRST_COMPLETED: whatever finishes before the waiter wakes (two iterations) is in done too

use asyncpy::prelude::*;

use crate::py::{py_print, sorted};

#[asyncio::coroutine]
async fn child(name: i32, steps: i32) {
    for _ in 0..steps {
        asyncio::sleep(0).await;
    }
    py_print!(name, "ends");
}

#[asyncpy::main]
pub async fn main() {
    let tasks: Vec<_> = (0..5).map(|n| create_task!(child(n, n), name = n)).collect();
    let first_completed = asyncio::WaitOptions::new().return_when(asyncio::FIRST_COMPLETED);
    let (done, pending) = first_completed.wait(tasks).await;
    py_print!(
        "done",
        sorted(done.iter().map(|t| t.get_name())),
        "pending",
        sorted(pending.iter().map(|t| t.get_name()))
    );
    asyncio::wait(pending).await;
}
