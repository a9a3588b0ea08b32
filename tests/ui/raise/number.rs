//~ 1 error: `404`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    raise!(404)
}
