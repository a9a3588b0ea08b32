//! B69: between release and the waiter's run the lock reads as unlocked, yet a newcomer queues behind

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
    create_task!(waiter(lock.clone(), "waiter"));
    asyncio::sleep(0).await;
    lock.release()?;
    py_print!("locked after release:", lock.locked());
    lock.acquire().await;
    py_print!("main has the lock again");
}
