//! C19: shield cancelled, then the inner one fails: the exception stays unretrieved on the inner task (3.14: handler)

use asyncpy::prelude::*;

use crate::py::{py_print, repr};

#[asyncio::coroutine]
async fn inner() {
    asyncio::sleep(0.001).await;
    raise!(ValueError("late"))
}

#[asyncpy::main]
pub async fn main() {
    asyncio::get_running_loop()?.set_exception_handler(|_, c| {
        py_print!(c.message.clone(), repr(c.exception.clone()));
    });
    let task = create_task!(inner());
    let outer = asyncio::shield(&task)?;
    outer.cancel();
    asyncio::wait([&task]).await;
    py_print!("inner failed", outer.cancelled());
    drop(task);
    py_print!("main ends");
}
