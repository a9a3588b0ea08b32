//~ 1 error: `+`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    raise!(ValueError("a") +)
}
