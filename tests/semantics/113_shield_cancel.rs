//! C18: cancelling the awaiter of a shield leaves the inner task alone; cancelling the inner cancels the shield

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn inner() {
    asyncio::sleep(0.002).await;
    py_print!("inner ends");
}

#[asyncio::coroutine]
async fn outer(task: Task<()>) {
    asyncio::shield(task)?.await;
}

#[asyncpy::main]
pub async fn main() {
    for target in ["outer", "inner"] {
        let i = create_task!(inner());
        let o = create_task!(outer(i.clone()));
        asyncio::sleep(0).await;
        if target == "outer" { &o } else { &i }.cancel();
        asyncio::wait([&i, &o]).await;
        py_print!(
            target,
            "cancelled: outer",
            o.cancelled(),
            "inner",
            i.cancelled(),
            "count",
            o.cancelling()
        );
    }
}
