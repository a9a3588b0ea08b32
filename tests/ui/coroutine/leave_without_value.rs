//~ 1 error: `leave`

use asyncpy::prelude::*;

#[asyncio::coroutine(leave)]
async fn fetch() {}

fn main() {
    let _ = fetch();
}
