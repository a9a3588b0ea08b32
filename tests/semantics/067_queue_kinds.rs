//! B67: priority and LIFO order; QueueEmpty and QueueFull

use asyncpy::prelude::*;

use crate::py::{py_print, repr};

fn attempted<T>(what: impl FnOnce() -> Result<T, Exception>) -> Result<(), Exception> {
    attempt! {
        try {
            what()?;
        } except (QueueEmpty, QueueFull) as e {
            py_print!(repr(e));
        }
    }
    Ok(())
}

#[asyncpy::main]
pub async fn main() {
    let queues = [
        asyncio::Queue::clone(&asyncio::PriorityQueue::new(3)),
        asyncio::Queue::clone(&asyncio::LifoQueue::new(3)),
    ];
    for q in queues {
        for n in [2, 3, 1] {
            q.put_nowait(n)?;
        }
        attempted(|| q.put_nowait(9))?;
        py_print!([q.get().await, q.get().await, q.get().await], q.empty());
        attempted(|| q.get_nowait())?;
    }
}
