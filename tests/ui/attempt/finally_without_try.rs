//~ 1 error: `finally`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    attempt! {
        finally { println!("cleaned up"); }
    }
}
