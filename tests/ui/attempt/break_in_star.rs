//~ 1 error: `break`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    loop {
        attempt! {
            try { println!("work"); }
            except* ValueError { break; }
        }
    }
}
