//! B80: a Runner keeps loop, context and pending tasks between two run() calls

use std::cell::RefCell;

use asyncpy::ContextVar;
use asyncpy::prelude::*;

use crate::py::py_print;

thread_local! {
    static VAR: ContextVar<Arg> = ContextVar::with_default("var", Arg::new("unset"));
    /// `main.task`
    static TASK: RefCell<Option<Task<()>>> = const { RefCell::new(None) };
}

fn var() -> ContextVar<Arg> {
    VAR.with(ContextVar::clone)
}

#[asyncio::coroutine]
async fn background() {
    for i in 0..3 {
        py_print!("background", i, var().get()?);
        asyncio::sleep(0).await;
    }
}

#[asyncio::coroutine]
async fn amain(value: i32) {
    py_print!("main sees", var().get()?);
    var().set(Arg::new(value));
    if value == 1 {
        TASK.set(Some(create_task!(background())));
    }
}

#[asyncpy::main]
pub fn main() -> Result<(), Exception> {
    let mut runner = asyncio::Runner::new();
    runner.run(amain(1))?;
    py_print!("between");
    runner.run(amain(2))?;
    runner.close()
}
