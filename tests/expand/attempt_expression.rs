//! `attempt!(expression)`: the value or the exception, as a `Result`.

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn parse(text: &'static str) -> u8 {
    attempt!(text.parse::<u8>()?).unwrap_or(0)
}

pub fn demo() -> String {
    format!("{:?} {:?}", asyncio::run(parse("1")), asyncio::run(parse("one")))
}
