//~ 1 error: `=`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch() -> u32 {
    let = 5;
    1
}

#[asyncpy::main]
async fn main() {
    let _: u32 = fetch().await;
}
