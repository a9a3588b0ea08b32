//~ 1 error: `continue`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    attempt! {
        try { continue; }
        except ValueError {}
    }
}
