//! B44: wait(timeout=) cancels nothing and does not raise; argument errors

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncpy::main]
pub async fn main() {
    let fut = asyncio::get_running_loop()?.create_future::<()>();
    let (done, pending) = asyncio::WaitOptions::new().timeout(0.001).wait([&fut]).await;
    py_print!(done.len(), pending.len(), fut.done());
    let coro = asyncio::sleep(0);
    attempt! {
        try {
            asyncio::wait(Vec::<asyncio::Future<()>>::new()).await;
        } except (ValueError, TypeError) as e {
            py_print!(e.class_name(), e);
        }
    }
    // `wait(fut)`, `wait([coro])` and `return_when("ANY")` do not compile.
    drop(coro);
}
