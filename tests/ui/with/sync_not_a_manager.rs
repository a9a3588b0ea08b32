//~ 1 error: `File`

use asyncpy::prelude::*;

struct File;

#[asyncpy::main]
async fn main() {
    with! { File as s { println!("{s}"); } }
}
