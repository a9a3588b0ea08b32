//! B27: sleep(t>0) = timer -> future -> task step: one iteration later than a timer of the same deadline

use std::thread;
use std::time::Duration;

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn sleeper() {
    asyncio::sleep(0.02).await;
    py_print!("sleeper");
}

#[asyncpy::main]
pub async fn main() {
    let event_loop = asyncio::get_running_loop()?;
    let task = create_task!(sleeper());
    asyncio::sleep(0).await;
    event_loop.call_later(0.025, || py_print!("plain timer with a later deadline"))?;
    let this = event_loop.clone();
    event_loop.call_later(0.03, move || {
        this.call_soon(|| py_print!("call_soon from an even later timer"))
    })?;
    thread::sleep(Duration::from_millis(50));
    task.await;
    asyncio::sleep(0).await;
}
