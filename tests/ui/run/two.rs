//~ 1 error: `fetch(2)`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch(id: u32) -> u32 {
    id
}

fn main() {
    let _ = asyncio::run!(fetch(1), fetch(2));
}
