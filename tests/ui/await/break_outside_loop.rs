//~ 1 error: `break`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    attempt! {
        try { break; }
        finally {}
    }
}
