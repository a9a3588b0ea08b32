//! C3: cancel goes to the innermost awaited task at once; the unwinding takes one iteration per task

use asyncpy::prelude::*;

use crate::py::py_print;

/// Gives what `i < 4 and loop.call_soon(…)` does: the handle, or `None` in place of `False`.
fn tick(event_loop: EventLoop, i: i32) -> Result<Option<asyncio::Handle>, Exception> {
    py_print!("iteration", i);
    if i < 4 {
        event_loop.clone().call_soon(move || tick(event_loop, i + 1)).map(Some)
    } else {
        Ok(None)
    }
}

#[asyncio::coroutine(boxed)]
async fn level(n: i32) {
    attempt! {
        try {
            if n > 0 {
                create_task!(level(n - 1)).await;
            } else {
                asyncio::sleep(60).await;
            }
        } finally {
            py_print!("level", n, "unwinds");
        }
    }
}

#[asyncpy::main]
pub async fn main() {
    let task = create_task!(level(2));
    asyncio::sleep(0.02).await;
    py_print!("cancel", task.cancel(), tick(asyncio::get_running_loop()?, 1)?.is_some());
    asyncio::wait([task]).await;
}
