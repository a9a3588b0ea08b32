//~ 1 error: `asyncio::get_running_loop()?.call_soon(|| ())`

#![deny(unused_must_use)]

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    asyncio::get_running_loop()?.call_soon(|| ());
}
