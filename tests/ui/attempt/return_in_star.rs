//~ 1 error: `return`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    attempt! {
        try { println!("work"); }
        except* ValueError { return; }
    }
}
