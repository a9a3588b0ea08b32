//~ 1 error: `await`

use asyncpy::prelude::*;

#[asyncpy::main]
fn main() -> Result<(), Exception> {
    asyncio::sleep(1).await;
    Ok(())
}
