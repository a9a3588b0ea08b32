//~ 3 errors: `timeout`, `timeout`, `delay`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch(id: u32) -> u32 {
    id
}

#[asyncpy::main]
async fn main() {
    let tasks = [create_task!(fetch(1))];
    wait!(tasks, timeout = 2, timeout = 3).await;
    wait_for!(fetch(1), 1, timeout = 2).await;
    async_with! { timeout!(1, delay = 2) {} }
}
