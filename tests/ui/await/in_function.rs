//~ 1 error: `await`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch() {}

fn main() {
    fetch().await;
}
