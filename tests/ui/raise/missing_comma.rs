//~ 1 error: `"bad id"`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    raise!(ValueError "bad id")
}
