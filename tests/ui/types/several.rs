//~ 3 errors: `"text"`, `id`, `await`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch(id: Option<u32>) -> u32 {
    let number: u32 = "text";
    let id = id?;
    5.await;
    number + id
}

fn main() {
    let _ = fetch(None);
}
