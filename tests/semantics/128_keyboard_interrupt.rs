//! C33: SIGINT in run(): main is cancelled, its cleanup runs, run() raises KeyboardInterrupt

use asyncpy::prelude::*;
use signal_hook::consts::SIGINT;

use crate::py::{current_task, py_print};

#[asyncio::coroutine]
async fn amain() {
    attempt! {
        try {
            asyncio::get_running_loop()?.call_soon(|| raise_signal(SIGINT))?;
            asyncio::sleep(60).await;
        } except CancelledError {
            py_print!("main cancelled", current_task().cancelling());
            asyncio::sleep(0).await;
            py_print!("cleanup may await");
            raise!()
        }
    }
}

#[asyncpy::main]
pub fn main() -> Result<(), Exception> {
    attempt! {
        try {
            asyncio::run(amain())?;
        } except KeyboardInterrupt {
            py_print!("KeyboardInterrupt");
        }
    }
    Ok(())
}

/// `signal.raise_signal`
fn raise_signal(signal: i32) -> Result<(), Exception> {
    Ok(signal_hook::low_level::raise(signal)?)
}
