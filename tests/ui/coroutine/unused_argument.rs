//~ 1 error: `id`

#![deny(unused_variables)]

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch(id: u32) {}

fn main() {
    let _ = fetch(1);
}
