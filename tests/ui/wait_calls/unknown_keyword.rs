//~ 5 errors: `limit`, `loop`, `return_exceptions`, `when`, `timeout`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch(id: u32) -> u32 {
    id
}

#[asyncpy::main]
async fn main() {
    let tasks = [create_task!(fetch(1))];
    wait!(&tasks, limit = 2).await;
    wait_for!(fetch(1), timeout = 1, loop = 1).await;
    drop(as_completed!(tasks, return_exceptions = True));
    async_with! { timeout!(1, when = 2) {} }
    shield!(fetch(1), timeout = 1).await;
}
