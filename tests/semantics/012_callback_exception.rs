//! B12: an exception in a callback goes to the loop exception handler; the batch goes on

use asyncpy::prelude::*;

use crate::py::{py_print, repr};

fn handler(_event_loop: &EventLoop, context: &asyncio::ExceptionContext) {
    let message = context.message.clone().unwrap_or_default();
    py_print!(message.split(" at ").next());
    py_print!(repr(context.exception.clone()), context.keys());
}

fn boom() -> Result<(), Exception> {
    raise!(ValueError("boom"))
}

#[asyncpy::main]
pub async fn main() {
    let event_loop = asyncio::get_running_loop()?;
    event_loop.set_exception_handler(handler);
    event_loop.call_soon(boom)?;
    event_loop.call_later(0, boom)?;
    event_loop.call_soon(|| py_print!("next callback"))?;
    asyncio::sleep(0.001).await;
}
