//~ 1 error: `yield_`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn numbers() {
    yield_!(1);
}

#[asyncpy::main]
async fn main() {
    numbers().await;
}
