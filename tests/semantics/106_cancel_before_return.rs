//! C11: cancel requested during the last step: the return value is thrown away; an exception is kept

use asyncpy::prelude::*;

use crate::py::{Py, current_task, py_print};

#[asyncio::coroutine]
async fn child(fail: bool) -> &'static str {
    current_task().cancel();
    if fail {
        raise!(ValueError("kept"))
    }
    "lost"
}

#[asyncpy::main]
pub async fn main() {
    for fail in [false, true] {
        let task = create_task!(child(fail));
        asyncio::wait([&task]).await;
        let cancelled = task.cancelled();
        py_print!(
            task.cancelled(),
            if cancelled { cancelled.str() } else { task.exception()?.repr() }
        );
    }
}
