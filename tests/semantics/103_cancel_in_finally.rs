//! C8: a second cancel interrupts an awaiting cleanup

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn child() {
    attempt! {
        try {
            asyncio::sleep(60).await;
        } finally {
            py_print!("cleanup starts");
            asyncio::sleep(60).await;
            py_print!("never printed");
        }
    }
}

#[asyncpy::main]
pub async fn main() {
    let task = create_task!(child());
    for _ in 0..3 {
        asyncio::sleep(0).await;
        py_print!("cancel", task.cancel());
    }
    py_print!(task.cancelled(), task.cancelling());
}
