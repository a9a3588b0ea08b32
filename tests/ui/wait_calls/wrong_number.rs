//~ 5 errors: `fetch`, `3`, `tasks`, `shield!()`, `*`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch(id: u32) -> u32 {
    id
}

#[asyncpy::main]
async fn main() {
    let tasks = [create_task!(fetch(1))];
    wait_for!(fetch(1)).await;
    wait_for!(fetch(1), 2, 3).await;
    wait!(&tasks, tasks).await;
    shield!().await;
    wait!(*tasks).await;
}
