//~ 1 error: `fetch(1)`

#![deny(unused_must_use)]

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch(id: u32) -> u32 {
    id
}

#[asyncpy::main]
async fn main() {
    fetch(1);
}
