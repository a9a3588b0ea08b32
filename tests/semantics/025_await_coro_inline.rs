//! B25: awaiting a coroutine is a plain call: no iteration passes, however deep

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn leaf() -> i32 {
    py_print!("leaf");
    1
}

#[asyncio::coroutine(boxed)]
async fn middle(n: i32) -> i32 {
    if n > 0 { middle(n - 1).await + 1 } else { leaf().await }
}

#[asyncpy::main]
pub async fn main() {
    asyncio::get_running_loop()?.call_soon(|| py_print!("queued first"))?;
    py_print!("depth", middle(50).await);
    async_with! {
        asyncio::Lock::new() {
            py_print!("free lock: no yield");
        }
    }
    asyncio::sleep(0).await;
    py_print!("end");
}
