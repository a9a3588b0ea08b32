//~ 1 error: `elif`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    attempt! {
        try { println!("work"); }
        except ValueError { println!("caught"); }
        elif true { println!("fine"); }
    }
}
