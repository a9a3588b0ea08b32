//! B64: Queue is not strictly fair: between wakeup and run another get may take the item; the waiter re-queues LAST

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn getter(q: asyncio::Queue<&'static str>, name: &'static str) {
    py_print!(name, "got", q.get().await);
}

#[asyncpy::main]
pub async fn main() {
    let q = asyncio::Queue::new(0);
    let tasks = ["g1", "g2"].map(|n| create_task!(getter(q.clone(), n)));
    asyncio::sleep(0).await;
    q.put_nowait("first")?;
    py_print!("main stole", q.get_nowait()?);
    asyncio::sleep(0).await;
    q.put_nowait("second")?;
    q.put_nowait("third")?;
    gather!(*tasks).await;
}
