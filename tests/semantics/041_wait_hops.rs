//! B41: wait() always takes two iterations after the last completion, even if all is done at the call

use asyncpy::prelude::*;

use crate::py::py_print;

fn tick(event_loop: EventLoop, i: i32) -> Result<(), Exception> {
    py_print!("iteration", i);
    if i < 6 {
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
    let task = create_task!(child());
    py_print!("wait", lengths(asyncio::wait([&task]).await));
    py_print!("wait, all done before", lengths(asyncio::wait([&task]).await));
}

/// `[len(s) for s in …]`
fn lengths<T>((done, pending): (Vec<T>, Vec<T>)) -> [usize; 2] {
    [done, pending].map(|s| s.len())
}
