//~ 1 error: `5`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    attempt! {
        try { println!("work"); }
        except ValueError as 5 { println!("caught"); }
    }
}
