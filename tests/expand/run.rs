//! `run!`.

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn number() -> u32 {
    asyncio::sleep(3600).await;
    7
}

pub fn demo() -> String {
    let factory = EventLoop::with_virtual_time;
    format!("{:?}", asyncio::run!(number(), debug = false, loop_factory = factory))
}
