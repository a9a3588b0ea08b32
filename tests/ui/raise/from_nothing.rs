//~ 1 error: `from`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    raise!(ValueError("bad id") from)
}
