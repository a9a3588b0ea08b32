//! B28: sleeps that fall due while the loop is blocked wake in order of deadline

use std::thread;
use std::time::Duration;

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn sleeper(ms: i32) {
    asyncio::sleep(f64::from(ms) / 1000.0).await;
    py_print!(ms, "ms");
    asyncio::sleep(0).await;
    py_print!(ms, "ms, next step");
}

#[asyncpy::main]
pub async fn main() {
    let tasks: Vec<_> = [45, 15, 30].into_iter().map(|ms| create_task!(sleeper(ms))).collect();
    asyncio::sleep(0).await;
    thread::sleep(Duration::from_millis(60));
    for t in tasks {
        t.await;
    }
}
