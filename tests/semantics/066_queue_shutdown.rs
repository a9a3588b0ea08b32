//! B66 (3.13): shutdown lets queued items out, then raises QueueShutDown; immediate drops them

use asyncpy::prelude::*;

use crate::py::{Py, py_print};

#[asyncio::coroutine]
async fn attempted<T: Py>(what: Coroutine<impl Future<Output = Result<T, Exception>>>) {
    attempt! {
        try {
            py_print!("ok", what.await);
        } except QueueShutDown as e {
            py_print!("QueueShutDown", e.args());
        }
    }
}

#[asyncpy::main]
pub async fn main() {
    for immediate in [false, true] {
        let q = asyncio::Queue::new(1);
        q.put_nowait("item")?;
        let putter = create_task!(attempted(q.put("late")));
        asyncio::sleep(0).await;
        if immediate {
            q.shutdown_immediate();
        } else {
            q.shutdown();
        }
        putter.await;
        attempted(q.get()).await;
        attempted(q.get()).await;
    }
}
