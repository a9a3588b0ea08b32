//~ 1 error: `except`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    attempt! {
        except ValueError { println!("caught"); }
    }
}
