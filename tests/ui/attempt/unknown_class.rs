//~ 1 error: `ValueErorr`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    attempt! {
        try { println!("work"); }
        except ValueErorr as e { println!("{e}"); }
    }
}
