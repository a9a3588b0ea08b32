//~ 1 error: `}`

use asyncpy::prelude::*;

struct Session(u32);

impl Session {
    #[asyncio::coroutine]
    async fn fetch(&self) -> u32 {
        self.0 +
    }
}

#[asyncpy::main]
async fn main() {
    let _: u32 = Session(1).fetch().await;
}
