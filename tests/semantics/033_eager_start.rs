//! B33: eager tasks run inside create_task up to their first real suspension

use asyncpy::prelude::*;

use crate::py::{current_task, py_print};

#[asyncio::coroutine]
async fn child(name: &'static str, steps: i32) {
    py_print!(name, "starts in", current_task().get_name());
    for _ in 0..steps {
        asyncio::sleep(0).await;
        py_print!(name, "resumes");
    }
}

#[asyncpy::main]
pub async fn main() {
    // In place of a task factory: the keyword that Python 3.14 has. With a factory `create_task` sets the name
    // afterwards, so the body does not know it yet.
    let fast = create_task!(child("fast", 0), eager_start = true);
    fast.set_name("F");
    py_print!("fast done", fast.done(), "back in", current_task().get_name());
    let slow = create_task!(child("slow", 1), eager_start = true);
    slow.set_name("S");
    py_print!("slow done", slow.done(), asyncio::all_tasks()?.len());
    fast.await;
    py_print!("no yield for fast");
    slow.await;
}
