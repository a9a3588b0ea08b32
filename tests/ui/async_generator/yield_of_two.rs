//~ 2 errors: `1`, `2`

use asyncpy::prelude::*;

#[asyncio::async_generator]
async fn numbers() -> i32 {
    yield_!(0, 1);
    yield_!(1 2);
}

#[asyncpy::main]
async fn main() {
    async_for! { n in numbers() { println!("{n}"); } }
}
