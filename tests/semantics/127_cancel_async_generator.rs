//! C32: cancellation inside an async generator runs its finally before that of the consumer

use std::process::ExitCode;

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::async_generator]
async fn numbers() -> i32 {
    attempt! {
        try {
            yield_!(1);
            asyncio::sleep(60).await;
        } finally {
            py_print!("generator finally");
        }
    }
}

#[asyncio::coroutine]
async fn consumer() {
    attempt! {
        try {
            async_for! {
                _n in numbers() {
                    let task = asyncio::current_task()?.expect("a task runs");
                    asyncio::get_running_loop()?.call_soon(move || task.cancel())?;
                }
            }
        } finally {
            py_print!("consumer finally");
        }
    }
}

pub fn main() -> ExitCode {
    if let Err(error) = run!(consumer()) {
        assert!(error.is_instance::<CancelledError>());
        py_print!("run raises CancelledError");
    }
    ExitCode::SUCCESS
}
