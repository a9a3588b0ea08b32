//~ 1 error: `Ok(1)`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch() -> u32 {
    Ok(1)
}

fn main() {
    let _ = fetch();
}
