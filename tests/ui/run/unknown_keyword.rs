//~ 1 error: `loop`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch(id: u32) -> u32 {
    id
}

fn main() {
    let _ = asyncio::run!(fetch(1), loop = 5);
}
