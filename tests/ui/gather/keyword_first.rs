//~ 1 error: `fetch(1)`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch(id: u32) -> u32 {
    id
}

#[asyncpy::main]
async fn main() {
    let _ = gather!(return_exceptions = True, fetch(1)).await;
}
