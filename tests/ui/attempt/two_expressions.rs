//~ 1 error: `,`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    let _ = attempt!(asyncio::sleep(1).await, asyncio::sleep(2).await);
}
