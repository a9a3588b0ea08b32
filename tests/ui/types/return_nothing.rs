//~ 1 error: `return`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch(id: u32) -> u32 {
    if id == 0 {
        return;
    }
    id
}

fn main() {
    let _ = fetch(1);
}
