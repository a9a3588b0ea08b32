//! `except*`.

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn sort() -> String {
    let mut text = String::new();
    attempt! {
        try {
            raise!(ExceptionGroup::group("two", vec![ValueError("v"), KeyError("k")]))
        } except* ValueError as group {
            text = format!("{group:?} ");
        } except* KeyError {
            text += "a key";
        }
    }
    text
}

pub fn demo() -> String {
    format!("{:?}", asyncio::run(sort()))
}
