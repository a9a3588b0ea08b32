//! B78: main's exception also waits for the cleanup of the other tasks

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn background() {
    attempt! {
        try {
            asyncio::sleep(60).await;
        } finally {
            py_print!("background cleanup");
        }
    }
}

#[asyncio::coroutine]
async fn amain() {
    create_task!(background());
    asyncio::sleep(0).await;
    raise!(ValueError("main failed"))
}

#[asyncpy::main]
pub fn main() -> Result<(), Exception> {
    attempt! {
        try {
            asyncio::run(amain())?;
        } except ValueError as e {
            py_print!("caught", e);
        }
    }
    Ok(())
}
