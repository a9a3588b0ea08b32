//! C14: raising CancelledError by hand also ends a task as cancelled; its awaiter gets CancelledError, uncancelled itself

use asyncpy::prelude::*;

use crate::py::{current_task, py_print};

#[asyncio::coroutine]
async fn child() {
    raise!(CancelledError("by hand"))
}

#[asyncpy::main]
pub async fn main() {
    let task = create_task!(child());
    attempt! {
        try {
            (&task).await;
        } except CancelledError as e {
            py_print!(e.args(), task.cancelled(), task.cancelling(), current_task().cancelling());
        }
    }
    attempt! {
        try {
            task.exception()?;
        } except CancelledError as e {
            py_print!(
                "exception() raises",
                e.is_instance::<Exception>(),
                e.is_instance::<BaseException>()
            );
        }
    }
}
