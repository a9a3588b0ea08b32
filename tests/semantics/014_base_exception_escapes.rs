//! B14: SystemExit and KeyboardInterrupt leave run_forever() at once; the rest of the batch stays queued

use asyncpy::prelude::*;

use crate::py::{py_print, repr};

fn leave() -> Result<(), Exception> {
    raise!(SystemExit(3))
}

#[asyncio::coroutine]
async fn interrupt() {
    raise!(KeyboardInterrupt)
}

/// The body of the loop over awaitables of different types.
fn run_one<A: asyncio::Awaitable>(event_loop: &EventLoop, coro: A) -> Result<(), Exception> {
    attempt! {
        try {
            event_loop.run_until_complete(coro)?;
        } except BaseException as e {
            py_print!("escaped:", repr(e), event_loop.is_running());
        }
    }
    Ok(())
}

#[asyncpy::main]
pub fn main() -> Result<(), Exception> {
    let event_loop = asyncio::new_event_loop();
    event_loop.call_soon(leave)?;
    event_loop.call_soon(|| py_print!("still queued"))?;
    let (first, second) = (event_loop.create_future::<()>(), interrupt());
    run_one(&event_loop, first)?;
    run_one(&event_loop, second)?;
    event_loop.close()
}
