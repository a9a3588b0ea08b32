//! C30: a semaphore waiter cancelled after it was chosen gives the slot back

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn waiter(sem: asyncio::Semaphore, name: &'static str) {
    async_with! {
        sem {
            py_print!(name, "in");
        }
    }
}

#[asyncpy::main]
pub async fn main() {
    let sem = asyncio::Semaphore::new(1);
    sem.acquire().await;
    let tasks = ["w1", "w2"].map(|n| create_task!(waiter(sem.clone(), n)));
    asyncio::sleep(0).await;
    sem.release()?;
    tasks[0].cancel();
    asyncio::wait(&tasks).await;
    py_print!(tasks.map(|t| t.cancelled()), sem.locked());
}
