//~ 1 error: `Session`

use asyncpy::prelude::*;

struct Session;

#[asyncpy::main]
async fn main() {
    raise!(Session)
}
