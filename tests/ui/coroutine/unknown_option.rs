//~ 1 error: `box`

use asyncpy::prelude::*;

#[asyncio::coroutine(box)]
async fn fetch() {}

fn main() {
    let _ = fetch();
}
