//~ 1 error: `=`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    attempt! {
        try { let = 5; }
        except ValueError { println!("caught"); }
    }
}
