//~ 1 error: `extern "C"`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async extern "C" fn fetch() {}

fn main() {
    let _ = fetch();
}
