//~ 1 error: `await`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch(id: u32) -> u32 {
    id
}

#[asyncpy::main]
async fn main() {
    let all: Vec<u32> = (0..3).map(|id| fetch(id).await).collect();
    println!("{all:?}");
}
