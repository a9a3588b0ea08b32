//~ 2 errors: `5`, `"text"`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch(id: u32) -> u32 {
    id
}

#[asyncpy::main]
async fn main() {
    gather!(5, fetch(1), "text").await;
}
