//~ 1 error: `boxed`

use asyncpy::prelude::*;

#[asyncio::coroutine(boxed, boxed)]
async fn fetch() {}

fn main() {
    let _ = fetch();
}
