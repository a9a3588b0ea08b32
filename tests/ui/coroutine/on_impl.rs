//~ 1 error: `impl`

use asyncpy::prelude::*;

struct Session;

#[asyncio::coroutine]
impl Session {
    fn close(&self) {}
}

fn main() {
    Session.close();
}
