//~ 3 errors: `"bad id"`, `from`, `raise`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    match 1 {
        1 => raise!("bad id"),
        2 => raise!(ValueError from),
        _ => raise!(),
    }
}
