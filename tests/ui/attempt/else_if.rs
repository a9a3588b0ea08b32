//~ 1 error: `if`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    attempt! {
        try { println!("work"); }
        except ValueError { println!("caught"); }
        else if true { println!("fine"); }
    }
}
