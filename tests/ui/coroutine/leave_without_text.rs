//~ 1 error: `stream`

use asyncpy::prelude::*;

#[asyncio::coroutine(leave = stream)]
async fn fetch() {}

fn main() {
    let _ = fetch();
}
