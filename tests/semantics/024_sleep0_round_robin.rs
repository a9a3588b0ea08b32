//! B24: sleep(0) re-queues the task's next step at the end of the queue: strict round robin

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn worker(name: &'static str, n: i32) {
    for i in 0..n {
        py_print!(name, i);
        asyncio::sleep(0).await;
    }
    py_print!(name, "ends");
}

#[asyncpy::main]
pub async fn main() {
    let a = create_task!(worker("a", 3));
    let b = create_task!(worker("b", 1));
    let c = create_task!(worker("c", 2));
    for t in [a, b, c] {
        (&t).await;
        py_print!("main saw the end of", t.get_coro().name);
    }
}
