//~ 1 error: `self`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch(self) -> u32 {
    1
}

fn main() {}
