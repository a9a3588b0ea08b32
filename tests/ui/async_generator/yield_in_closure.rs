//~ 1 error: `n`

use asyncpy::prelude::*;

#[asyncio::async_generator]
async fn numbers() -> i32 {
    yield_!(0);
    (1..4).for_each(|n| {
        yield_!(n);
    });
}

#[asyncpy::main]
async fn main() {
    async_for! { n in numbers() { println!("{n}"); } }
}
