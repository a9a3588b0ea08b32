//! C9: swallowing gives a normal result; another exception replaces the cancellation

use asyncpy::prelude::*;

use crate::py::{py_print, repr};

#[asyncio::coroutine]
async fn child(fail: bool) -> &'static str {
    attempt! {
        try {
            asyncio::sleep(60).await;
        } except CancelledError {
            if !fail {
                return "value";
            }
        }
    }
    raise!(ValueError("v"))
}

#[asyncpy::main]
pub async fn main() {
    let tasks = [false, true].map(|fail| create_task!(child(fail)));
    asyncio::sleep(0).await;
    py_print!(tasks.each_ref().map(|t| t.cancel()));
    asyncio::wait(&tasks).await;
    py_print!(
        tasks[0].result()?,
        repr(tasks[1].exception()?),
        tasks.each_ref().map(|t| (t.cancelled(), t.cancelling()))
    );
}
