//~ 1 error: `:`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    attempt! {
        try { println!("work"); }
        except ValueError: { println!("caught"); }
    }
}
