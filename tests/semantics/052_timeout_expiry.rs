//! B52: expiry is a timer that calls task.cancel(): CancelledError in the body one iteration later, then TimeoutError

use std::thread;
use std::time::Duration;

use asyncpy::prelude::*;

use crate::py::{current_task, py_print};

#[asyncpy::main]
pub async fn main() {
    let cm = asyncio::timeout(0.001)?;
    attempt! {
        try {
            async_with! {
                cm {
                    let when = cm.when().unwrap_or_default() + 0.001;
                    asyncio::get_running_loop()?
                        .call_at(when, || py_print!("timer with a later deadline"))?;
                    py_print!("entered", cm.expired(), thread::sleep(Duration::from_millis(5)));
                    attempt! {
                        try {
                            asyncio::sleep(60).await;
                        } finally {
                            let cancelling = current_task().cancelling();
                            py_print!("cancelled in the body", cm.expired(), cancelling);
                        }
                    }
                }
            }
        } except TimeoutError as e {
            let cause = e.cause().map(|cause| cause.class_name());
            py_print!("TimeoutError", cause, cm.expired(), current_task().cancelling());
        }
    }
}
