//~ 1 error: `const`

use asyncpy::prelude::*;

#[asyncio::coroutine]
const async fn fetch() {}

fn main() {
    let _ = fetch();
}
