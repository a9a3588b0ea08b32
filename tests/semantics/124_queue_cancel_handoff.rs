//! C29: a getter cancelled after it was chosen passes the item to the next getter: nothing is lost

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
    q.put_nowait("item")?;
    tasks[0].cancel();
    asyncio::wait(&tasks).await;
    py_print!(tasks.map(|t| t.cancelled()), q.qsize());
}
