//~ 1 error: `asyncio::run!()`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch(id: u32) -> u32 {
    id
}

fn main() {
    let _ = asyncio::run!();
}
