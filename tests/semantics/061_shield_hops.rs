//! B61: shield adds one iteration (callback on the inner future); none if the inner one is done

use asyncpy::prelude::*;

use crate::py::py_print;

fn tick(event_loop: EventLoop, i: i32) -> Result<(), Exception> {
    py_print!("iteration", i);
    if i < 4 {
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
    py_print!("shield", asyncio::shield(&task)?.await);
    py_print!("done: same object", asyncio::shield(&task)?.is(&task));
}
