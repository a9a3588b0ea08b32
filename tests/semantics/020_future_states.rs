//! B20: future states, errors and remove_done_callback

use asyncpy::prelude::*;

use crate::py::{Py, py_print};

fn attempted<T: Py>(
    what: impl FnOnce() -> Result<T, Exception>,
    has_args: bool,
) -> Result<(), Exception> {
    attempt! {
        try {
            py_print!("ok", what()?);
        } except (InvalidStateError, CancelledError) as e {
            py_print!(e.class_name(), if has_args { String::new() } else { e.to_string() });
        }
    }
    Ok(())
}

fn print(fut: &asyncio::Future<i32>) {
    py_print!(format!("{fut:?}"));
}

#[asyncpy::main]
pub async fn main() {
    let fut = asyncio::get_running_loop()?.create_future::<i32>();
    attempted(|| fut.result(), false)?;
    attempted(|| fut.exception(), false)?;
    fut.add_done_callback(print);
    fut.add_done_callback(print);
    py_print!(fut.done(), fut.remove_done_callback(print), fut.remove_done_callback(print));
    py_print!(fut.cancel_with("why"), fut.cancel(), fut.cancelled(), fut.done());
    attempted(|| fut.result(), false)?;
    attempted(|| fut.exception(), false)?;
    attempted(|| fut.set_result(1), true)?;
}
