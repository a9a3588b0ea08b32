//~ 1 error: `println`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    attempt! {
        try { println!("work"); }
        finally println!("cleaned up");
    }
}
