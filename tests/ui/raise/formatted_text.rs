//~ 1 error: `format!("bad id {}", 5)`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    raise!(format!("bad id {}", 5))
}
