//~ 1 error: `struct`

use asyncpy::prelude::*;

#[asyncio::coroutine]
struct Session;

fn main() {
    let _ = Session;
}
