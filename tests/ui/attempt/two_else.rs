//~ 1 error: `else`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    attempt! {
        try { println!("work"); }
        except ValueError { println!("caught"); }
        else { println!("fine"); }
        else { println!("fine again"); }
    }
}
