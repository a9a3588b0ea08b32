//~ 1 error: `except`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    attempt! {
        try { println!("work"); }
        else { println!("fine"); }
        except ValueError { println!("caught"); }
    }
}
