//! B18: errors for a loop in the wrong state

use asyncpy::prelude::*;

use crate::py::py_print;

fn attempted<T>(what: impl FnOnce() -> Result<T, Exception>) -> Result<(), Exception> {
    attempt! {
        try {
            what()?;
        } except RuntimeError as e {
            py_print!(e);
        }
    }
    Ok(())
}

#[asyncio::coroutine]
async fn amain(event_loop: EventLoop, other: EventLoop, fut: asyncio::Future<()>) {
    attempted(|| other.run_until_complete(&fut))?;
    attempted(|| event_loop.run_until_complete(&fut))?;
    attempted(|| asyncio::run(asyncio::sleep(0)))?;
    attempted(|| event_loop.close())?;
}

#[asyncpy::main]
pub fn main() -> Result<(), Exception> {
    let (event_loop, other) = (asyncio::new_event_loop(), asyncio::new_event_loop());
    let fut = event_loop.create_future();
    event_loop.run_until_complete(amain(event_loop.clone(), other.clone(), fut))?;
    let this = other.clone();
    other.call_soon(move || this.stop())?;
    event_loop.close()?;
    event_loop.close()?;
    attempted(|| other.run_until_complete(other.create_future::<()>()))?;
    attempted(|| event_loop.call_soon(|| py_print!()))?;
    attempted(asyncio::get_running_loop)
}
