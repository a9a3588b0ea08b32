//~ 1 error: `fetch`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch(id: u32) -> u32 {
    id
}

#[asyncpy::main]
async fn main() {
    gather!(fetch(1) fetch(2)).await;
}
