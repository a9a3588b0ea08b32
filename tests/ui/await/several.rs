//~ 3 errors: `await`, `join`, `break`

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

#[macro_export]
macro_rules! join {
    ($($future:expr),*) => { ($($future.await),*) };
}

#[asyncpy::main]
async fn main() {
    let rows = table! { first => fetch(1).await; };
    join!(fetch(1), fetch(2));
    break;
}
