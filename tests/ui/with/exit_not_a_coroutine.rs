//~ 1 error: `bool`

use asyncpy::prelude::*;

struct Session;

impl AsyncContextManager for Session {
    type Value = ();

    #[asyncio::coroutine]
    async fn __aenter__(&mut self) {}

    async fn __aexit__(&mut self, _exception: Option<&Exception>) -> bool {
        false
    }
}

fn main() {}
