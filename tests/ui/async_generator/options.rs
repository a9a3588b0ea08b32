//~ 3 errors: `boxed`, `send`, `send`

use asyncpy::prelude::*;

#[asyncio::async_generator(boxed)]
async fn first() -> i32 {
    yield_!(1);
}

#[asyncio::async_generator(send)]
async fn second() -> i32 {
    yield_!(1);
}

#[asyncio::asynccontextmanager(send = i32)]
async fn third() -> i32 {
    yield_!(1);
}

#[asyncpy::main]
async fn main() {
    async_for! { n in first() { println!("{n}"); } }
    async_for! { n in second() { println!("{n}"); } }
    async_with! { third() as n { println!("{n}"); } }
}
