//~ 1 error: `5`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch(id: u32) -> u32 {
    id
}

fn main() {
    let _ = asyncio::run!(5);
}
