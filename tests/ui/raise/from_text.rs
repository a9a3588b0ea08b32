//~ 1 error: `"cause"`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    raise!(ValueError("bad id") from "cause")
}
