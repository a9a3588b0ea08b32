//~ 1 error: `finaly`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    attempt! {
        try { println!("work"); }
        finaly { println!("cleaned up"); }
    }
}
