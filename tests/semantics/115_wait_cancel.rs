//! C20: cancelling a wait() leaves the waited tasks alone; cancelling a plain await of a task cancels it

use asyncpy::prelude::*;

use crate::py::{Py, py_print};

type Inner = Task<&'static str>;

#[asyncio::coroutine(boxed)]
async fn by_wait(t: Inner) {
    asyncio::wait([t]).await;
}

#[asyncio::coroutine(boxed)]
async fn by_await(t: Inner) {
    t.await;
}

#[asyncpy::main]
pub async fn main() {
    let both: [fn(Inner) -> _; 2] = [by_wait, by_await];
    for how in both {
        let inner = create_task!(asyncio::sleep_with(0.002, "alive"));
        let how = how(inner.clone());
        let name = how.code().name;
        let outer = create_task!(how);
        asyncio::sleep(0).await;
        outer.cancel();
        asyncio::wait([&*inner, &*outer]).await;
        let cancelled = inner.cancelled();
        py_print!(
            name,
            outer.cancelled(),
            "inner",
            if cancelled { cancelled.str() } else { inner.result()?.str() }
        );
    }
}
