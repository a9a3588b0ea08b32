//~ 1 error: `except`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    attempt! {
        try { println!("work"); }
        except ValueError { println!("caught"); }
        except* KeyError { println!("group"); }
    }
}
