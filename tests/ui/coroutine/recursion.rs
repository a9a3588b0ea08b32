//~ 1 error: `countdown`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn countdown(n: u32) -> u32 {
    if n == 0 { 0 } else { countdown(n - 1).await }
}

fn main() {
    let _ = countdown(3);
}
