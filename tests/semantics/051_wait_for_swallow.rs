//! B51: if the inner coroutine swallows the cancellation, its value or exception wins over TimeoutError

use asyncpy::prelude::*;

use crate::py::{current_task, py_print};

#[asyncio::coroutine]
async fn inner(fail: bool) -> &'static str {
    attempt! {
        try {
            asyncio::sleep(60).await;
        } except CancelledError {
            if !fail {
                return "value";
            }
        }
    }
    raise!(KeyError("k"))
}

#[asyncpy::main]
pub async fn main() {
    py_print!(asyncio::wait_for(inner(false), 0.001).await);
    attempt! {
        try {
            asyncio::wait_for(inner(true), 0.001).await;
        } except KeyError as e {
            py_print!("KeyError", e, current_task().cancelling());
        }
    }
}
