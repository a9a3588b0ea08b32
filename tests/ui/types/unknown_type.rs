//~ 2 errors: `Strin`, `Strin`
// Right would be one error. The type is printed twice, in the signature and in the body, so that mismatches
// point at the value; the two errors differ in what they suggest, else rustc would print one of them.

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch() -> Strin {
    todo!()
}

fn main() {
    let _ = fetch();
}
