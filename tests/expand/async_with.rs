//! `async_with!`, with two managers, of which the first is outermost.

use asyncpy::prelude::*;

struct Session(&'static str);

impl AsyncContextManager for Session {
    type Value = &'static str;

    #[asyncio::coroutine]
    async fn __aenter__(&mut self) -> &'static str {
        asyncio::sleep(0).await;
        self.0
    }

    #[asyncio::coroutine]
    async fn __aexit__(&mut self, exception: Option<&Exception>) -> bool {
        asyncio::sleep(0).await;
        exception.is_none()
    }
}

#[asyncio::coroutine]
async fn names() -> (&'static str, &'static str) {
    async_with! { Session("a") as first, Session("b") as second {
        (first, second)
    } }
}

pub fn demo() -> String {
    format!("{:?}", asyncio::run(names()))
}
