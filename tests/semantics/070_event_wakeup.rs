//! B70: set() wakes all waiters in FIFO order one iteration later, even if clear() follows at once

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn waiter(ev: asyncio::Event, name: &'static str) {
    py_print!(name, ev.wait().await, ev.is_set());
}

#[asyncpy::main]
pub async fn main() {
    let ev = asyncio::Event::new();
    let tasks = ["w1", "w2"].map(|n| create_task!(waiter(ev.clone(), n)));
    asyncio::sleep(0).await;
    ev.set();
    ev.clear();
    let late = create_task!(waiter(ev.clone(), "late"));
    gather!(*tasks).await;
    py_print!("late still waits", !late.done());
}
