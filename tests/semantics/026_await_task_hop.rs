//! B26: a task awaiting a task wakes one iteration after the inner one finished; a done task costs none

use asyncpy::prelude::*;

use crate::py::py_print;

fn tick(event_loop: EventLoop, i: i32) -> Result<(), Exception> {
    py_print!("iteration", i);
    if i < 3 {
        event_loop.clone().call_soon(move || tick(event_loop, i + 1))?;
    }
    Ok(())
}

#[asyncio::coroutine]
async fn child() -> &'static str {
    py_print!("child ends");
    "value"
}

#[asyncpy::main]
pub async fn main() {
    let event_loop = asyncio::get_running_loop()?;
    asyncio::get_running_loop()?.call_soon(|| tick(event_loop, 1))?;
    let task = create_task!(child());
    py_print!("first await:", (&task).await);
    py_print!("second await:", task.await);
}
