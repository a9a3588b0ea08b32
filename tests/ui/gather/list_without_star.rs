//~ 1 error: `tasks`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch(id: u32) -> u32 {
    id
}

#[asyncpy::main]
async fn main() {
    let tasks = vec![fetch(1), fetch(2)];
    gather!(tasks).await;
}
