//~ 1 error: `else`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    attempt! {
        try { println!("work"); }
        else { println!("fine"); }
        finally { println!("cleaned up"); }
    }
}
