//! `try` with handlers of every kind.

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn parse(text: &'static str) -> String {
    attempt! {
        try {
            let number: u8 = text.parse()?;
            number.to_string()
        } except std::num::ParseIntError as error {
            format!("a number: {error}")
        } except (KeyError, IndexError) as error {
            format!("a key: {error:?}")
        } except ValueError {
            String::from("a value")
        } except {
            raise!()
        }
    }
}

pub fn demo() -> String {
    format!("{:?} {:?}", asyncio::run(parse("1")), asyncio::run(parse("one")))
}
