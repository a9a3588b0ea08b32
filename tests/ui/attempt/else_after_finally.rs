//~ 1 error: `else`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    attempt! {
        try { println!("work"); }
        except ValueError { println!("caught"); }
        finally { println!("cleaned up"); }
        else { println!("fine"); }
    }
}
