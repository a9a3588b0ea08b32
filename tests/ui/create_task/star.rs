//~ 1 error: `*`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch(id: u32) -> u32 {
    id
}

#[asyncpy::main]
async fn main() {
    let all = vec![fetch(1)];
    create_task!(*all).await;
}
