//~ 1 error: `flavor`

use asyncpy::prelude::*;

#[asyncpy::main(flavor = "current_thread")]
async fn main() {
    asyncio::sleep(1).await;
}
