//~ 1 error: `id += 1`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch(id: u32) -> u32 {
    id += 1;
    id
}

fn main() {
    let _ = fetch(1);
}
