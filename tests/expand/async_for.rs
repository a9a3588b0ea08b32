//! `async_for!`, with `else`.

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

#[asyncio::coroutine]
async fn find(wanted: u32) -> String {
    let mut trace = String::new();
    async_for! { n in Countdown(3) {
        if n == wanted {
            trace += "found";
            break;
        }
        trace += "next ";
    } else {
        trace += "end";
    } }
    trace
}

pub fn demo() -> String {
    format!("{:?} {:?}", asyncio::run(find(1)), asyncio::run(find(7)))
}
