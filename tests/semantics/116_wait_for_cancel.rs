//! C21: cancelling a wait_for cancels what it waits for and gives CancelledError, not TimeoutError

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn inner() {
    attempt! {
        try {
            asyncio::sleep(60).await;
        } finally {
            py_print!("inner cancelled");
        }
    }
}

#[asyncpy::main]
pub async fn main() {
    // The body of the loop, for makers of different types.
    #[asyncio::coroutine]
    async fn with<A>(make: impl FnOnce() -> A)
    where
        A: asyncio::WaitedFor<Value = ()> + 'static,
    {
        let task = create_task!(asyncio::wait_for(make(), 30));
        asyncio::sleep(0.02).await;
        task.cancel();
        asyncio::wait([&task]).await;
        py_print!(task.cancelled());
    }
    with(inner).await;
    with(|| create_task!(inner())).await;
}
