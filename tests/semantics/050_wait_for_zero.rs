//! B50: timeout <= 0: the coroutine never starts; a done future still gives its result

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn inner() {
    py_print!("never printed");
}

#[asyncpy::main]
pub async fn main() {
    for timeout in [0, -1] {
        attempt! {
            try {
                asyncio::wait_for(inner(), timeout).await;
            } except TimeoutError as e {
                py_print!("TimeoutError", timeout, e.cause().map(|cause| cause.class_name()));
            }
        }
    }
    let fut = asyncio::get_running_loop()?.create_future();
    fut.set_result("done")?;
    py_print!(asyncio::wait_for(fut, 0).await);
}
