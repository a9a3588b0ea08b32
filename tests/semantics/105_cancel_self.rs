//! C10: cancelling oneself acts at the next suspension; awaits that do not suspend pass

use asyncpy::prelude::*;

use crate::py::{current_task, py_print};

#[asyncio::coroutine]
async fn child(done: asyncio::Future<&'static str>, pending: asyncio::Future<()>) {
    py_print!("cancel", current_task().cancel());
    py_print!("a done future still gives", done.await);
    attempt! {
        try {
            (&pending).await;
        } finally {
            py_print!("cancelled at the first real await", pending.cancelled());
        }
    }
}

#[asyncpy::main]
pub async fn main() {
    let event_loop = asyncio::get_running_loop()?;
    let (done, pending) = (event_loop.create_future(), event_loop.create_future());
    done.set_result("a result")?;
    let task = create_task!(child(done, pending));
    asyncio::wait([&task]).await;
    py_print!(task.cancelled());
}
