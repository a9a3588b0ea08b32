//~ 1 error: `except`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    attempt! {
        try { println!("work"); }
        finally { println!("cleaned up"); }
        except ValueError { println!("caught"); }
    }
}
