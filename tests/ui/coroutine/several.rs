//~ 4 errors: `speed`, `const`, `"text"`, `true`

use asyncpy::prelude::*;

#[asyncio::coroutine(speed = 9)]
const async fn fetch(id: u32) -> u32 {
    let length: u32 = "text";
    if length == id { true } else { length }
}

#[asyncpy::main]
async fn main() {
    let _: u32 = fetch(1).await;
}
