//~ 1 error: `fetch(13)`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch(id: u32) -> u32 {
    id
}

#[asyncpy::main]
async fn main() {
    gather!(
        fetch(1), fetch(2), fetch(3), fetch(4), fetch(5), fetch(6), fetch(7),
        fetch(8), fetch(9), fetch(10), fetch(11), fetch(12), fetch(13),
    )
    .await;
}
