//! C34: if main swallows that cancellation, run() returns normally; a second SIGINT interrupts at once

use asyncpy::prelude::*;
use signal_hook::consts::SIGINT;

use crate::py::py_print;

#[asyncio::coroutine]
async fn amain(times: i32) -> &'static str {
    attempt! {
        try {
            signal_hook::low_level::raise(SIGINT)?;
            asyncio::sleep(60).await;
        } except CancelledError {
            py_print!("swallowed");
        }
    }
    if times == 2 {
        signal_hook::low_level::raise(SIGINT)?;
    }
    "result"
}

#[asyncpy::main]
pub fn main() -> Result<(), Exception> {
    for times in [1, 2] {
        attempt! {
            try {
                py_print!(asyncio::run(amain(times))?);
            } except KeyboardInterrupt {
                py_print!("KeyboardInterrupt");
            }
        }
    }
    Ok(())
}
