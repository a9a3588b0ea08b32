//~ 1 error: `loop`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch(id: u32) -> u32 {
    id
}

#[asyncpy::main]
async fn main() {
    let event_loop = asyncio::get_running_loop()?;
    ensure_future!(fetch(1), loop = event_loop.clone(), loop = event_loop).await;
}
