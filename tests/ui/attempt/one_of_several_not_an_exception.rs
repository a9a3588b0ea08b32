//~ 1 error: `u32`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    attempt! {
        try { println!("work"); }
        except (ValueError, u32) as e { println!("{e}"); }
    }
}
