//~ 1 error: `raise`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    raise!()
}
