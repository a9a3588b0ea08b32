//~ 1 error: `{`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch(id: u32) -> u32 {
    id + 1;
}

fn main() {
    let _ = fetch(1);
}
