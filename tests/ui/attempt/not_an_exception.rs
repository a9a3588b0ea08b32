//~ 1 error: `String`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    attempt! {
        try { println!("work"); }
        except String { println!("caught"); }
    }
}
