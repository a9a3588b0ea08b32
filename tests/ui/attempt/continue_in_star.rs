//~ 1 error: `continue`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    loop {
        attempt! {
            try { println!("work"); }
            except* ValueError { continue; }
        }
    }
}
