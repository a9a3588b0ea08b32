//~ 1 error: `*`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    attempt! {
        try { println!("work"); }
        except* { println!("group"); }
    }
}
