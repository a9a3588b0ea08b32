//~ 1 error: `name.len()`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn length(name: String) -> usize {
    name.len()?
}

fn main() {
    let _ = length(String::new());
}
