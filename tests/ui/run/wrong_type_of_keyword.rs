//~ 1 error: `"yes"`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch(id: u32) -> u32 {
    id
}

fn main() {
    let _ = asyncio::run!(fetch(1), debug = "yes");
}
