//! C23 (3.13): outer cancel plus a child error: the group error wins, the cancel is redelivered at the next await

use asyncpy::prelude::*;

use crate::py::{Tuple, current_task, py_print};

#[asyncio::coroutine]
async fn child() {
    attempt! {
        try {
            asyncio::sleep(60).await;
        } finally {
            raise!(ValueError("child"))
        }
    }
}

#[asyncio::coroutine]
async fn amain() {
    let this = current_task();
    asyncio::get_running_loop()?.call_later(0.02, move || this.cancel())?;
    attempt! {
        try {
            async_with! {
                asyncio::TaskGroup::new() as tg {
                    tg.create_task(child())?;
                }
            }
        } except* ValueError as eg {
            py_print!(Tuple(eg.exceptions().to_vec()), current_task().cancelling());
        }
    }
    py_print!("3.12 only:", asyncio::sleep_with(0, "not cancelled again").await);
}

#[asyncpy::main]
pub fn main() -> Result<(), Exception> {
    attempt! {
        try {
            asyncio::run(amain())?;
        } except CancelledError {
            py_print!("run raises CancelledError");
        }
    }
    Ok(())
}
