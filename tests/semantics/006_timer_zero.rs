//! B6: a zero or negative delay still goes through the timer heap: behind the ready batch of that iteration

use asyncpy::prelude::*;

use crate::py::py_print;

fn tick(event_loop: EventLoop, n: i32, i: i32) -> Result<(), Exception> {
    py_print!("iteration", i);
    if i < n {
        event_loop.clone().call_soon(move || tick(event_loop, n, i + 1))?;
    }
    Ok(())
}

#[asyncpy::main]
pub async fn main() {
    let event_loop = asyncio::get_running_loop()?;
    event_loop.call_later(0, || py_print!("call_later(0)"))?;
    event_loop.call_later(-5, || py_print!("call_later(-5)"))?;
    tick(event_loop.clone(), 3, 1)?;
    asyncio::sleep(0).await;
    py_print!("main resumed");
    event_loop.call_later(0, || py_print!("nested call_later(0)"))?;
    asyncio::sleep(0).await;
}
