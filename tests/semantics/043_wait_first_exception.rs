//! B43: FIRST_EXCEPTION: a cancelled child does not count as an exception

use asyncpy::prelude::*;

use crate::py::{py_print, repr, sorted};

#[asyncio::coroutine]
async fn child(name: &'static str, steps: i32, exc: Option<Exception>) {
    for _ in 0..steps {
        asyncio::sleep(0).await;
    }
    py_print!(name, "ends");
    if let Some(exc) = exc {
        raise!(exc)
    }
}

#[asyncpy::main]
pub async fn main() {
    let mk = |name, steps, exc| create_task!(child(name, steps, exc), name = name);
    let tasks =
        [mk("a", 1, None), mk("b", 9, None), mk("c", 3, Some(ValueError("c"))), mk("d", 9, None)];
    tasks[3].cancel();
    let first_exception = asyncio::WaitOptions::new().return_when(asyncio::FIRST_EXCEPTION);
    let (done, pending) = first_exception.wait(&tasks).await;
    py_print!(
        "done",
        sorted(done.iter().map(|t| t.get_name())),
        "pending",
        sorted(pending.iter().map(|t| t.get_name()))
    );
    py_print!(repr(tasks[2].exception()?), tasks[3].cancelled());
}
