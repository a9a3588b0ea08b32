//~ 1 error: `Session`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch(id: u32) -> u32 {
    id
}

struct Session;

#[asyncpy::main]
async fn main() {
    create_task!(fetch(1), name = Session).await;
}
