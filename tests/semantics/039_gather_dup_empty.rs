//! B39: a duplicate argument is one child; gather() of nothing is a finished future

use std::rc::Rc;

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn child() -> Rc<()> {
    py_print!("child runs once");
    Rc::new(())
}

#[asyncpy::main]
pub async fn main() {
    // A coroutine has one owner; what can be given twice is a future.
    let coro = ensure_future!(child());
    let (a, b) = gather!(&coro, &coro).await;
    py_print!(Rc::ptr_eq(&a, &b));
    let empty = asyncio::gather(Vec::<Task<()>>::new());
    asyncio::get_running_loop()?.call_soon(|| py_print!("queued first"))?;
    py_print!(empty.done(), empty.await, "no yield");
}
