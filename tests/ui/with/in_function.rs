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

fn work() -> Result<(), Exception> {
    async_with! { Session as s { println!("{s}"); } }
    Ok(())
}

fn main() {
    work().unwrap();
}
