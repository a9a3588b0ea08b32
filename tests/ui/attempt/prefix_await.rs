//~ 1 error: `await`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    attempt! {
        try { await asyncio::sleep(1); }
        except ValueError { println!("caught"); }
    }
}
