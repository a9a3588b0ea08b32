//~ 1 error: `await`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch(id: u32) -> u32 {
    id
}

#[asyncpy::main]
async fn main() {
    let (_a, _b): (u32, String) = gather!(fetch(1), fetch(2)).await;
}
