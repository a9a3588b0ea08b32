//! C16: with return_exceptions=True a cancelled gather waits for all children and still raises CancelledError

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

#[asyncio::coroutine]
async fn outer() -> Vec<Result<(), Exception>> {
    gather!(*[child("quick", 0.0), child("slow", 0.005)], return_exceptions = True).await
}

#[asyncpy::main]
pub async fn main() {
    let task = create_task!(outer());
    asyncio::sleep(0.02).await;
    task.cancel();
    asyncio::wait([&task]).await;
    py_print!(task.cancelled());
}
