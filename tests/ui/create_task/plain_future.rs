//~ 1 error: `()`

use asyncpy::prelude::*;

async fn other() {}

#[asyncpy::main]
async fn main() {
    create_task!(other()).await;
}
