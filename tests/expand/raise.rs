//! `raise!` in all its forms.

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn raises(form: u32) {
    match form {
        0 => raise!(ValueError),
        1 => raise!(ValueError("text", 1)),
        2 => raise!(KeyError("key") from ValueError("cause")),
        3 => raise!(KeyError("key") from None),
        _ => {
            let error = "x".parse::<u32>().unwrap_err();
            raise!(error)
        }
    }
}

pub fn demo() -> String {
    format!("{:?}", [0, 1, 2, 3, 4].map(|form| asyncio::run(raises(form))))
}
