//! C28: a waiter cancelled after it was chosen passes the lock to the next one

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn waiter(lock: asyncio::Lock, name: &'static str) {
    async_with! {
        lock {
            py_print!(name, "has the lock");
        }
    }
}

#[asyncpy::main]
pub async fn main() {
    let lock = asyncio::Lock::new();
    lock.acquire().await;
    let tasks = ["w1", "w2", "w3"].map(|n| create_task!(waiter(lock.clone(), n)));
    asyncio::sleep(0).await;
    tasks[1].cancel();
    lock.release()?;
    tasks[0].cancel();
    asyncio::wait(&tasks).await;
    py_print!(tasks.map(|t| t.cancelled()), lock.locked());
}
