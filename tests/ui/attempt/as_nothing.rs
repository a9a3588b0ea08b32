//~ 1 error: `as`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    attempt! {
        try { println!("work"); }
        except ValueError as { println!("caught"); }
    }
}
