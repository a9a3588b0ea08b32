//! B95: iterations from set_result to the awaiting task, through each wrapper (task = one task awaiting the future)

use asyncpy::prelude::*;

use crate::py::py_print;

type Fut = asyncio::Future<()>;

#[asyncio::coroutine]
async fn via<A, T>(wrap: impl FnOnce(Fut) -> Result<A, Exception>, fut: Fut)
where
    A: IntoFuture<Output = Result<T, Exception>>,
{
    wrap(fut)?.await;
}

#[asyncio::coroutine]
async fn hops<A, T>(wrap: impl FnOnce(Fut) -> Result<A, Exception> + 'static) -> i32
where
    A: IntoFuture<Output = Result<T, Exception>> + 'static,
    T: 'static,
{
    let mut n = 0;
    let fut = asyncio::get_running_loop()?.create_future();
    let task = create_task!(via(wrap, fut.clone()));
    asyncio::sleep(0.01).await;
    fut.set_result(())?;
    while !task.done() {
        n += asyncio::sleep_with(0, 1).await;
    }
    n
}

#[asyncpy::main]
pub async fn main() {
    py_print!("await", hops(Ok).await, "wait_for", hops(|f| Ok(asyncio::wait_for(f, 9))).await);
    let task = |f| asyncio::create_task(via(Ok, f));
    py_print!("shield", hops(asyncio::shield).await, "task", hops(task).await);
    py_print!(
        "gather",
        hops(|f| Ok(gather!(f))).await,
        "wait",
        hops(|f| Ok(asyncio::wait([f]))).await
    );
}
