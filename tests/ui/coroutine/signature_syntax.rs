//~ 1 error: `,`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch(id, url: &str) {}

fn main() {}
