//~ 1 error: `self`

use asyncpy::prelude::*;

struct Session(u32);

impl Session {
    #[asyncio::coroutine]
    async fn fetch(id: u32) -> u32 {
        self.0 + id
    }
}

fn main() {
    let _ = Session::fetch(Session(1).0);
}
