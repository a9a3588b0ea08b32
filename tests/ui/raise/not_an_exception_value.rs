//~ 1 error: `id`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    let id = 5_u32;
    raise!(id)
}
