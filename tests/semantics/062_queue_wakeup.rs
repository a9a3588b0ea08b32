//! B62: put_nowait wakes the first getter: it runs one iteration later; getters are served in FIFO order

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn getter(q: asyncio::Queue<&'static str>, name: &'static str) {
    py_print!(name, "waits");
    py_print!(name, "got", q.get().await);
}

#[asyncpy::main]
pub async fn main() {
    let q = asyncio::Queue::new(0);
    let tasks = ["g1", "g2"].map(|n| create_task!(getter(q.clone(), n)));
    asyncio::sleep(0).await;
    asyncio::get_running_loop()?.call_soon(|| py_print!("queued before the puts"))?;
    q.put_nowait("x")?;
    q.put("y").await;
    py_print!("put does not yield", q.qsize());
    gather!(*tasks).await;
}
