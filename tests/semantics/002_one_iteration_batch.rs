//! B2: stop() before run_forever() runs exactly one iteration; one link of a call_soon chain runs per iteration

use asyncpy::prelude::*;

use crate::py::py_print;

fn cb(event_loop: EventLoop, n: i32) -> Result<(), Exception> {
    py_print!("cb", n);
    if n < 3 {
        event_loop.clone().call_soon(move || cb(event_loop, n + 1))?;
    }
    Ok(())
}

#[asyncpy::main]
pub fn main() -> Result<(), Exception> {
    let event_loop = asyncio::new_event_loop();
    let this = event_loop.clone();
    event_loop.call_soon(|| cb(this, 1))?;
    for i in 0..4 {
        py_print!("iteration", i + 1);
        event_loop.stop();
        event_loop.run_forever()?;
    }
    event_loop.close()
}
