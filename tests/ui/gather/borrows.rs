//~ 1 error: `&name`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn length(name: &str) -> usize {
    name.len()
}

#[asyncpy::main]
async fn main() {
    let name = String::from("one");
    gather!(length(&name)).await;
}
