//! B19: done callbacks never run inline; each is a call_soon, in order of registration

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncpy::main]
pub async fn main() {
    let event_loop = asyncio::get_running_loop()?;
    let fut = event_loop.create_future::<i32>();
    for tag in ["a", "b", "c"] {
        fut.add_done_callback(move |f| f.result().map(|result| py_print!("callback", tag, result)));
    }
    event_loop.call_soon(|| py_print!("queued before set_result"))?;
    fut.set_result(1)?;
    py_print!("set_result returned");
    event_loop.call_soon(|| py_print!("queued after set_result"))?;
    fut.add_done_callback(|_| py_print!("callback added when done"));
    py_print!("add_done_callback returned");
    asyncio::sleep(0).await;
}
