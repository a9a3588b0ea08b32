//~ 1 error: `"asyncpy"`

use asyncpy::prelude::*;

#[asyncio::coroutine(crate = "asyncpy")]
async fn fetch() {}

fn main() {
    let _ = fetch();
}
