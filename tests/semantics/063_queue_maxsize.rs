//! B63: a blocked putter adds its item only when it runs, one iteration after the get

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn putter(q: asyncio::Queue<i32>, n: i32) {
    q.put(n).await;
    py_print!("put", n, "size", q.qsize());
}

#[asyncpy::main]
pub async fn main() {
    let q = asyncio::Queue::new(1);
    for n in [1, 2, 3] {
        create_task!(putter(q.clone(), n));
    }
    asyncio::sleep(0).await;
    for _ in 0..3 {
        py_print!("get", q.get().await, "full", q.full());
        asyncio::sleep(0).await;
    }
    py_print!(q.empty(), q.maxsize());
}
