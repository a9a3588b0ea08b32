//~ 1 error: `impl Sized`

use asyncpy::prelude::*;

#[asyncio::async_generator]
async fn numbers() -> impl Sized {}

fn main() {
    drop(numbers());
}
