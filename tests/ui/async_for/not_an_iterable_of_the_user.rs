//~ 1 error: `Session`

use asyncpy::prelude::*;

struct Session;

#[asyncpy::main]
async fn main() {
    async_for! { n in Session { println!("{n}"); } }
}
