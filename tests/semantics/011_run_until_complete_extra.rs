//! B11: run_until_complete stops through a done callback: one more whole iteration runs

use asyncpy::prelude::*;

use crate::py::py_print;

fn tick(event_loop: EventLoop, i: i32) -> Result<(), Exception> {
    py_print!("iteration", i);
    event_loop.clone().call_soon(move || tick(event_loop, i + 1))?;
    Ok(())
}

#[asyncio::coroutine]
async fn amain() -> &'static str {
    py_print!("main returns");
    "result"
}

#[asyncpy::main]
pub fn main() -> Result<(), Exception> {
    let event_loop = asyncio::new_event_loop();
    let this = event_loop.clone();
    event_loop.call_soon(|| tick(this, 1))?;
    py_print!(event_loop.run_until_complete(amain())?);
    py_print!(event_loop.run_until_complete(amain())?);
    event_loop.close()
}
