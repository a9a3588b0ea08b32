//~ 1 error: `1`

use asyncpy::prelude::*;

#[asyncio::async_generator]
async fn numbers() -> i32 {
    yield_!(0);
    return 1;
}

#[asyncpy::main]
async fn main() {
    async_for! { n in numbers() { println!("{n}"); } }
}
