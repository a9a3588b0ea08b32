//~ 1 error: `'outer`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    attempt! {
        try { break 'outer; }
        finally {}
    }
}
