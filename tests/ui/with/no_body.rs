//~ 1 error: `Session`

use asyncpy::prelude::*;

struct Session;

impl AsyncContextManager for Session {
    type Value = u32;

    #[asyncio::coroutine]
    async fn __aenter__(&mut self) -> u32 {
        1
    }

    #[asyncio::coroutine]
    async fn __aexit__(&mut self, exception: Option<&Exception>) -> bool {
        exception.is_none()
    }
}

#[asyncpy::main]
async fn main() {
    async_with! { Session }
}
