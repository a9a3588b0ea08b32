//~ 1 error: `await`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch() {}

#[asyncpy::main]
async fn main() {
    fetch.await;
}
