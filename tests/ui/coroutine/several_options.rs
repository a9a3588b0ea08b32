//~ 3 errors: `box`, `leaf`, `boxed`

use asyncpy::prelude::*;

#[asyncio::coroutine(box, leaf = "stream", boxed, boxed)]
async fn fetch() {}

fn main() {
    let _ = fetch();
}
