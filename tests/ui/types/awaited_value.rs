//~ 1 error: `await`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch() -> u32 {
    1
}

#[asyncpy::main]
async fn main() {
    let _: String = fetch().await;
}
