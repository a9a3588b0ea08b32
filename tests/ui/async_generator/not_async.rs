//~ 1 error: `fn`

use asyncpy::prelude::*;

#[asyncio::async_generator]
fn numbers() -> i32 {
    yield_!(1);
}

#[asyncpy::main]
async fn main() {
    async_for! { n in numbers() { println!("{n}"); } }
}
