//! B10: stop() lets the current batch finish; later callbacks wait for the next run_forever()

use asyncpy::prelude::*;

use crate::py::py_print;

fn a(event_loop: &EventLoop) -> Result<(), Exception> {
    py_print!("a");
    event_loop.stop();
    event_loop.call_soon(|| py_print!("scheduled after stop()"))?;
    Ok(())
}

#[asyncpy::main]
pub fn main() -> Result<(), Exception> {
    let event_loop = asyncio::new_event_loop();
    let this = event_loop.clone();
    event_loop.call_soon(move || a(&this))?;
    event_loop.call_soon(|| py_print!("b, same batch"))?;
    event_loop.run_forever()?;
    py_print!("stopped", event_loop.is_running());
    event_loop.stop();
    event_loop.run_forever()?;
    py_print!("second run over");
    event_loop.close()
}
