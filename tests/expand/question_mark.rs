//! `?` raises the error.

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn parse(text: &'static str) -> u32 {
    let number: u32 = text.trim().parse()?;
    number + 1
}

pub fn demo() -> String {
    format!("{:?} {:?}", asyncio::run(parse(" 1")), asyncio::run(parse("one")))
}
