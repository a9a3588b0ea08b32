//! C15: cancelling gather cancels every child; it raises as soon as the first child is cancelled

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn child(name: &'static str, cleanup: f64) {
    attempt! {
        try {
            asyncio::sleep(60).await;
        } finally {
            py_print!(name, "cleaned up", asyncio::sleep(cleanup).await);
        }
    }
}

#[asyncpy::main]
pub async fn main() {
    let outer = gather!(child("quick", 0.0), child("slow", 0.03));
    let to_cancel = outer.clone();
    asyncio::get_running_loop()?
        .call_soon(move || py_print!(to_cancel.cancel(), to_cancel.cancelled()))?;
    attempt! {
        try {
            (&outer).await;
        } except CancelledError {
            py_print!("gather raised", outer.cancelled(), outer.done());
        }
    }
    asyncio::sleep(0.06).await;
}
