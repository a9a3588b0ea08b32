//! B75: run(): main's result waits until the pending tasks are cancelled and finished; timers are dropped

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn background() {
    attempt! {
        try {
            asyncio::sleep(60).await;
        } finally {
            py_print!("cleanup starts");
            asyncio::sleep(0.001).await;
            py_print!("cleanup ends");
        }
    }
}

#[asyncio::coroutine]
async fn amain() -> &'static str {
    let _task = create_task!(background());
    asyncio::sleep(0).await;
    asyncio::get_running_loop()?.call_later(60, || py_print!("never"))?;
    py_print!("main returns");
    "result of main"
}

#[asyncpy::main]
pub fn main() -> Result<(), Exception> {
    py_print!(asyncio::run(amain())?);
    Ok(())
}
