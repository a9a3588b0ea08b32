//~ 1 error: `&ValueError`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    attempt! {
        try { println!("work"); }
        except &ValueError { println!("caught"); }
    }
}
