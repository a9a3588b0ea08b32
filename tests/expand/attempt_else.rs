//! `else`: what follows a `try` block that raised nothing, and is not guarded by it.

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn parse(text: &'static str) -> u8 {
    attempt! {
        try {
            text.parse::<u8>()?;
        } except ValueError {
            0
        } else {
            text.parse::<u8>()? + 1
        }
    }
}

pub fn demo() -> String {
    format!("{:?} {:?}", asyncio::run(parse("1")), asyncio::run(parse("one")))
}
