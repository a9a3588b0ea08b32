//~ 1 error: `measure()`

use asyncpy::prelude::*;

struct Broken;

fn measure() -> Result<u32, Broken> {
    Err(Broken)
}

#[asyncio::coroutine]
async fn length() -> u32 {
    measure()?
}

fn main() {
    let _ = length();
}
