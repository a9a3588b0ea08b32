//~ 1 error: `coroutine`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch() {}

#[asyncpy::main]
async fn main() {
    let coroutine = fetch();
    coroutine.await;
    coroutine.await;
}
