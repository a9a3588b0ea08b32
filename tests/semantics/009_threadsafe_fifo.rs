//! B9: call_soon_threadsafe uses the same FIFO queue and wakes the poll

use std::cell::RefCell;
use std::thread;

use asyncpy::prelude::*;

use crate::py::py_print;

thread_local! {
    /// Futures never leave the loop's thread: what the worker sends there finds it here.
    static DONE: RefCell<Option<asyncio::Future<&'static str>>> = const { RefCell::new(None) };
}

fn worker(event_loop: &asyncio::ThreadsafeHandle) -> Result<(), Exception> {
    event_loop.call_soon(|| py_print!("thread 1"))?;
    event_loop.call_soon(|| py_print!("thread 2"))?;
    event_loop.call_soon(|| DONE.take().map(|done| done.set_result("woken")).transpose())
}

#[asyncpy::main]
pub async fn main() {
    let event_loop = asyncio::get_running_loop()?;
    let done = event_loop.create_future();
    event_loop.call_soon(|| py_print!("soon 1"))?;
    event_loop.call_soon_threadsafe(|| py_print!("threadsafe, from the loop thread"))?;
    event_loop.call_soon(|| py_print!("soon 2"))?;
    asyncio::sleep(0).await;
    DONE.set(Some(done.clone()));
    let event_loop = event_loop.threadsafe();
    thread::spawn(move || worker(&event_loop).expect("the loop is open"));
    py_print!(done.await);
}
