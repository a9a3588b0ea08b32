//~ 1 error: `"text"`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch() -> u32 {
    "text"
}

fn main() {
    let _ = fetch();
}
