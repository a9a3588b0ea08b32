//~ 1 error: `finally`

use asyncpy::prelude::*;

struct Countdown(u32);

impl AsyncIterator for Countdown {
    type Item = u32;

    #[asyncio::coroutine]
    async fn __anext__(&mut self) -> u32 {
        if self.0 == 0 {
            raise!(StopAsyncIteration)
        }
        self.0 -= 1;
        self.0
    }
}

#[asyncpy::main]
async fn main() {
    async_for! { n in Countdown(3) { println!("{n}"); } finally {} }
}
