//~ 1 error: `&text`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn name() -> &'static str {
    let text = String::from("name");
    &text
}

fn main() {
    let _ = name();
}
