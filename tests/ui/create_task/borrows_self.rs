//~ 1 error: `self`

use asyncpy::prelude::*;

struct Session(u32);

impl Session {
    #[asyncio::coroutine]
    async fn measure(&self) -> u32 {
        self.0
    }

    #[asyncio::coroutine]
    async fn start(&self) -> u32 {
        create_task!(self.measure()).await
    }
}

fn main() {
    let _ = Session(1).start();
}
