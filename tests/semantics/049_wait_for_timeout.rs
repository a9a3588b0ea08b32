//! B49: on timeout the inner work is cancelled and finishes its cleanup before TimeoutError is raised

use asyncpy::prelude::*;

use crate::py::{current_task, py_print};

#[asyncio::coroutine]
async fn inner() {
    attempt! {
        try {
            asyncio::sleep(60).await;
        } finally {
            py_print!("inner cancelled");
            asyncio::sleep(0.001).await;
            py_print!("inner cleaned up");
        }
    }
}

#[asyncpy::main]
pub async fn main() {
    attempt! {
        try {
            asyncio::wait_for(inner(), 0.001).await;
        } except TimeoutError as e {
            py_print!("TimeoutError", e.args(), "from", e.cause().map(|cause| cause.class_name()));
        }
    }
    py_print!("cancelling", current_task().cancelling());
}
