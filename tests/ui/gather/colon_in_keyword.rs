//~ 1 error: `:`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch(id: u32) -> u32 {
    id
}

#[asyncpy::main]
async fn main() {
    let _ = gather!(fetch(1), return_exceptions: True).await;
}
