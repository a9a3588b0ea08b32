//! C5: if the awaited future is already done (wakeup queued), cancel still wins and the result is lost

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn child(fut: asyncio::Future<&'static str>) {
    attempt! {
        try {
            py_print!("got", (&fut).await);
        } except CancelledError {
            py_print!("cancelled although the future has", fut.result()?);
        }
    }
}

#[asyncpy::main]
pub async fn main() {
    let fut = asyncio::get_running_loop()?.create_future();
    let task = create_task!(child(fut.clone()));
    asyncio::sleep(0).await;
    fut.set_result("a result")?;
    py_print!(task.cancel(), fut.cancelled());
    (&task).await;
    py_print!(task.cancelled());
}
