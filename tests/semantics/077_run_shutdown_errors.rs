//! B77: an exception during the shutdown cancellation goes to the handler; a swallowed cancel is waited for

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn child(fails: bool) {
    attempt! {
        try {
            asyncio::sleep(60).await;
        } except CancelledError {
            if fails {
                raise!(ValueError("in cleanup"))
            }
            py_print!("stubborn ends", asyncio::sleep_with(0.003, "normally").await);
        }
    }
}

#[asyncpy::main]
pub async fn main() {
    asyncio::get_running_loop()?.set_exception_handler(|_, c| {
        py_print!(c.message.clone(), c.exception.clone(), c.keys());
    });
    // `main.tasks` keeps them from the collector, which this runtime has not.
    let _tasks = [true, false].map(|fails| create_task!(child(fails)));
    asyncio::sleep(0).await;
    py_print!("main returns");
}
