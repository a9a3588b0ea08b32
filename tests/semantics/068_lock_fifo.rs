//! B68: waiters get the lock in FIFO order, one iteration after release; a free lock does not yield

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn worker(lock: asyncio::Lock, name: char) {
    async_with! {
        lock {
            py_print!(name, "in");
            asyncio::sleep(0).await;
            py_print!(name, "out");
        }
    }
}

#[asyncpy::main]
pub async fn main() {
    let lock = asyncio::Lock::new();
    gather!(*"abc".chars().map(|n| worker(lock.clone(), n))).await;
    attempt! {
        try {
            lock.release()?;
        } except RuntimeError as e {
            py_print!(e, lock.locked());
        }
    }
}
