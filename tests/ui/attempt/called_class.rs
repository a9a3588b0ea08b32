//~ 1 error: `("bad id")`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    attempt! {
        try { println!("work"); }
        except ValueError("bad id") { println!("caught"); }
    }
}
