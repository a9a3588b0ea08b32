//~ 1 error: `leave`

use asyncpy::prelude::*;

#[asyncio::coroutine(boxed leave = "stream")]
async fn fetch() {}

fn main() {
    let _ = fetch();
}
