//~ 1 error: `1`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch(id: u32) -> u32 {
    id
}

#[asyncpy::main]
async fn main() {
    create_task!(fetch(1), eager_start = 1).await;
}
