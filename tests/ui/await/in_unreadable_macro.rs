//~ 1 error: `await`

use asyncpy::prelude::*;

#[macro_export] // a macro of another crate
macro_rules! table {
    ($($key:ident => $value:expr;)*) => {
        [$((stringify!($key), $value)),*]
    };
}

#[asyncio::coroutine]
async fn fetch(id: u32) -> u32 {
    id
}

#[asyncpy::main]
async fn main() {
    let rows = table! { first => fetch(1).await; second => 2; };
    println!("{rows:?}");
}
