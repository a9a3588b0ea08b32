//! B15: an exception nobody looked at is reported when the future is dropped, not when it is set

use asyncpy::prelude::*;

use crate::py::{py_print, repr};

fn handler(_event_loop: &EventLoop, context: &asyncio::ExceptionContext) {
    py_print!(context.message.clone(), repr(context.exception.clone()), context.keys());
}

#[asyncio::coroutine]
async fn boom() {
    raise!(ValueError("lost"))
}

#[asyncpy::main]
pub async fn main() {
    asyncio::get_running_loop()?.set_exception_handler(handler);
    let task = create_task!(boom());
    asyncio::sleep(0).await;
    py_print!("done", task.done());
    drop(task);
    let fut = asyncio::get_running_loop()?.create_future::<()>();
    fut.set_exception(KeyError("k"))?;
    drop(fut);
}
