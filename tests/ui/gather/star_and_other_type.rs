//~ 1 error: `more`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch(id: u32) -> u32 {
    id
}

#[asyncio::coroutine]
async fn name() -> String {
    String::new()
}

#[asyncpy::main]
async fn main() {
    let more = vec![fetch(1)];
    let _ = gather!(name(), *more).await;
}
