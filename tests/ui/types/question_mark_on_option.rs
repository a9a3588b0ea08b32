//~ 1 error: `names.into_iter().next()`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn first(names: Vec<String>) -> String {
    names.into_iter().next()?
}

fn main() {
    let _ = first(Vec::new());
}
