//! B73: a semaphore hands its slot to the first waiter; a newcomer cannot barge in

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn worker(sem: asyncio::Semaphore, name: char) {
    async_with! {
        sem {
            py_print!(name, "in");
            asyncio::sleep(0).await;
        }
    }
    py_print!(name, "out", sem.locked());
}

#[asyncpy::main]
pub async fn main() {
    let sem = asyncio::Semaphore::new(2);
    gather!(*"abcd".chars().map(|n| worker(sem.clone(), n))).await;
    attempt! {
        try {
            asyncio::BoundedSemaphore::new(1).release()?;
        } except ValueError as e {
            py_print!(e);
        }
    }
}
