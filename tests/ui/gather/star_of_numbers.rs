//~ 1 error: `numbers`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch(id: u32) -> u32 {
    id
}

#[asyncpy::main]
async fn main() {
    let numbers = vec![1, 2];
    gather!(*numbers).await;
}
