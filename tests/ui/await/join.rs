//~ 1 error: `tokio::join`

use asyncpy::prelude::*;

mod tokio {
    #[macro_export] // a macro of another crate
    macro_rules! join {
        ($($future:expr),*) => { ($($future.await),*) };
    }
    pub use join;
}

#[asyncio::coroutine]
async fn fetch() {}

#[asyncpy::main]
async fn main() {
    tokio::join!(fetch(), fetch());
}
