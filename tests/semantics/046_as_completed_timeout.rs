//! B46: on timeout every remaining coroutine raises TimeoutError; the tasks are not cancelled

use std::ptr;

use asyncpy::asyncio::TimeoutError as AsyncioTimeoutError;
use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncpy::main]
pub async fn main() {
    let quick = create_task!(asyncio::sleep_with(0, Some("quick")));
    let slow = [(); 2].map(|()| create_task!(asyncio::sleep_with(60, None)));
    for coro in asyncio::as_completed([&quick].into_iter().chain(&slow), 0.03)? {
        attempt! {
            try {
                py_print!("got", coro.await);
            } except TimeoutError as e {
                py_print!("TimeoutError", e.args());
            }
        }
    }
    py_print!(slow.map(|t| t.done()), ptr::eq(AsyncioTimeoutError::CLASS, TimeoutError::CLASS));
}
