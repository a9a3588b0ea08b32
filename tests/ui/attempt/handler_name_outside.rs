//~ 1 error: `e`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    attempt! {
        try { println!("work"); }
        except ValueError as e { println!("{e}"); }
    }
    println!("{e}");
}
