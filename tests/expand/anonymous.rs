//! `coroutine!`.

use asyncpy::prelude::*;

pub fn demo() -> String {
    let number = 20;
    format!("{:?}", asyncio::run(coroutine! { asyncio::sleep(0).await; number + 1 }))
}
