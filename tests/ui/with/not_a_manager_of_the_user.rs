//~ 1 error: `File`

use asyncpy::prelude::*;

struct File;

#[asyncpy::main]
async fn main() {
    async_with! { File as s { println!("{s}"); } }
}
