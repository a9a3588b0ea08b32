//~ 1 error: `println`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    attempt! {
        try { println!("work"); }
        except ValueError { println!("caught"); }
        println!("more");
    }
}
