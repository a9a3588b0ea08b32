//~ 1 error: `await`

use asyncpy::prelude::*;

fn work() -> Result<(), Exception> {
    attempt! {
        try { asyncio::sleep(1).await; }
        except ValueError {}
    }
    Ok(())
}

fn main() {
    work().unwrap();
}
