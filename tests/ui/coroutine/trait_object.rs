//~ 1 error: `Shape`

use asyncpy::prelude::*;

trait Shape {
    #[asyncio::coroutine]
    async fn area(&self) -> f64;
}

fn main() {
    let _: Option<&dyn Shape> = None;
}
