//~ 1 error: `argv: Vec<String>`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main(argv: Vec<String>) {
    asyncio::sleep(argv.len()).await;
}
