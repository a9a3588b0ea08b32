//~ 1 error: `=`

use asyncpy::prelude::*;

#[asyncio::coroutine(boxed = false)]
async fn fetch() {}

fn main() {
    let _ = fetch();
}
