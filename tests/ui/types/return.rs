//~ 1 error: `"text"`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch(id: u32) -> u32 {
    if id == 0 {
        return "text";
    }
    id
}

fn main() {
    let _ = fetch(1);
}
