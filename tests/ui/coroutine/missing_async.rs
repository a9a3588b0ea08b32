//~ 1 error: `fn`

use asyncpy::prelude::*;

#[asyncio::coroutine]
fn fetch(id: u32) -> u32 {
    id
}

#[asyncpy::main]
async fn main() {
    let _: u32 = fetch(1).await;
}
