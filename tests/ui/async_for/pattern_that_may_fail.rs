//~ 1 error: `Some(n)`

use asyncpy::prelude::*;

struct Options;

impl AsyncIterator for Options {
    type Item = Option<u32>;

    #[asyncio::coroutine]
    async fn __anext__(&mut self) -> Option<u32> {
        raise!(StopAsyncIteration)
    }
}

#[asyncpy::main]
async fn main() {
    async_for! { Some(n) in Options { println!("{n}"); } }
}
