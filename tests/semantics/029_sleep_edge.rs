//! B29: sleep results, negative delay = sleep(0), NaN refused (3.13)

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncpy::main]
pub async fn main() {
    let event_loop = asyncio::get_running_loop()?;
    event_loop.call_soon(|| py_print!("queued first"))?;
    py_print!(asyncio::sleep_with(-1, "negative").await);
    py_print!(asyncio::sleep_with(0, "zero").await, asyncio::sleep_with(0.001, "positive").await);
    attempt! {
        try {
            asyncio::sleep(f64::NAN).await;
        } except ValueError as e {
            py_print!("ValueError", e);
        }
    }
}
