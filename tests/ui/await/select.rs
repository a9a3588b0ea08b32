//~ 1 error: `tokio::select`

use asyncpy::prelude::*;

mod tokio {
    #[macro_export] // a macro of another crate
    macro_rules! select {
        ($($pattern:pat = $future:expr => $value:expr,)*) => { ($($future.await),*) };
    }
    pub use select;
}

#[asyncio::coroutine]
async fn fetch() {}

#[asyncpy::main]
async fn main() {
    tokio::select! {
        _ = fetch() => println!("first"),
        _ = fetch() => println!("second"),
    }
}
