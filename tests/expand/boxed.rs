//! A boxed coroutine function, which may call itself.

use asyncpy::prelude::*;

#[asyncio::coroutine(boxed)]
async fn length(text: &str) -> usize {
    match text.get(1..) {
        Some(rest) => 1 + length(rest).await,
        None => 0,
    }
}

pub fn demo() -> String {
    format!("{:?}", asyncio::run(length("four")))
}
