//~ 1 error: `except`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    attempt! {
        { println!("work"); }
        except ValueError { println!("caught"); }
    }
}
