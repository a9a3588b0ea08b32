//~ 1 error: `_: ...`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async unsafe fn fetch(id: u32, _: ...) {
    let _ = id;
}

fn main() {
    let _ = unsafe { fetch(1) };
}
