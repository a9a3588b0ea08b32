//~ 1 error: `attempt`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    attempt! {}
}
