//~ 1 error: `with`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    with! {}
}
