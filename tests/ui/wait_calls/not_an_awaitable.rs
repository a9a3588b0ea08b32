//~ 2 errors: `5`, `"text"`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    wait_for!(5, timeout = 1).await;
    shield!("text").await;
}
