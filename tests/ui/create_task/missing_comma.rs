//~ 1 error: `name`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch(id: u32) -> u32 {
    id
}

#[asyncpy::main]
async fn main() {
    create_task!(fetch(1) name = "first").await;
}
