//~ 1 error: `ValueErorr`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    raise!(ValueErorr("bad id"))
}
