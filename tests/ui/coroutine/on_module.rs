//~ 1 error: `mod`

use asyncpy::prelude::*;

#[asyncio::coroutine]
mod session {}

fn main() {}
