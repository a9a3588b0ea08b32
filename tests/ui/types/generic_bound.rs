//~ 1 error: `value.clone()`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn copy<T>(value: &T) -> T {
    value.clone()
}

fn main() {}
