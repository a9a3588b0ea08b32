//! B36: last child ends in iteration k, gather's callback runs in k+1, the awaiter in k+2

use asyncpy::prelude::*;

use crate::py::py_print;

fn tick(event_loop: EventLoop, i: i32) -> Result<(), Exception> {
    py_print!("iteration", i);
    if i < 5 {
        event_loop.clone().call_soon(move || tick(event_loop, i + 1))?;
    }
    Ok(())
}

#[asyncio::coroutine]
async fn child() {
    py_print!("child ends");
}

#[asyncpy::main]
pub async fn main() {
    let event_loop = asyncio::get_running_loop()?;
    asyncio::get_running_loop()?.call_soon(|| tick(event_loop, 1))?;
    gather!(child(), child()).await;
    py_print!("gather awaited");
    create_task!(child()).await;
    py_print!("task awaited");
}
