//~ 1 error: `e`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    attempt! {
        try { println!("work"); }
        except ValueError e { println!("{e}"); }
    }
}
