//~ 1 error: `<T>`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main<T>() {
    asyncio::sleep(1).await;
}
