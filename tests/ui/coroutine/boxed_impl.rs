//~ 1 error: `impl Iterator<Item = u32>`

use asyncpy::prelude::*;

#[asyncio::coroutine(boxed)]
async fn numbers() -> impl Iterator<Item = u32> {
    0..3
}

fn main() {
    let _ = numbers();
}
