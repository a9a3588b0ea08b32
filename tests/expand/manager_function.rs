//! `#[asyncio::asynccontextmanager]`.

use asyncpy::prelude::*;

#[asyncio::asynccontextmanager]
async fn numbered(n: u32) -> u32 {
    attempt! {
        try { yield_!(n + 1); }
        except ValueError { asyncio::sleep(0).await; }
    }
}

#[asyncio::coroutine]
async fn forms() -> u32 {
    let mut seen = 0;
    async_with! { numbered(1) as two {
        seen += two;
        raise!(ValueError)
    } }
    seen
}

pub fn demo() -> String {
    format!("{:?}", asyncio::run(forms()))
}
