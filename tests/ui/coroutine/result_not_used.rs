//~ 1 error: `store().await`

#![deny(unused_must_use)]

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn store() -> Result<(), String> {
    Err("full".to_owned())
}

#[asyncpy::main]
async fn main() {
    store().await;
}
