//~ 1 error: `try_join`

use asyncpy::prelude::*;

#[macro_export] // a macro of another crate
macro_rules! try_join {
    ($($future:expr),*) => { ($($future.await),*) };
}

#[asyncio::coroutine]
async fn fetch() {}

#[asyncpy::main]
async fn main() {
    let ((), ()) = try_join!(fetch(), fetch());
}
