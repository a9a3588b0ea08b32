//~ 1 error: `fn fetch()`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch();

fn main() {
    let _ = fetch();
}
