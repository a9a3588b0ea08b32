//! B65: join() waits for task_done() of every item; too many task_done() calls fail

use asyncpy::prelude::*;

use crate::py::{py_print, repr};

#[asyncio::coroutine]
async fn worker(q: asyncio::Queue<i32>) {
    for _ in 0..2 {
        py_print!("item", q.get().await);
        q.task_done()?;
    }
    q.task_done()?;
}

#[asyncpy::main]
pub async fn main() {
    let q = asyncio::Queue::new(0);
    py_print!("nothing queued: no yield", q.join().await);
    q.put_nowait(1)?;
    q.put_nowait(2)?;
    let task = create_task!(worker(q.clone()));
    py_print!("joined", q.join().await);
    py_print!(repr(task.exception()?));
}
