//! `gather!`: a tuple, a list, both, and exceptions as results.

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn number(n: u32) -> u32 {
    if n == 0 {
        raise!(ValueError("zero"))
    }
    n
}

#[asyncio::coroutine]
async fn forms() -> String {
    let tuple = gather!(number(1), number(2)).await;
    let list = gather!(*(1..3).map(number)).await;
    let mixed = gather!(number(5), *vec![number(6)], number(7)).await;
    let results = gather!(number(0), number(8), return_exceptions = True).await;
    format!("{tuple:?} {list:?} {mixed:?} {results:?}")
}

pub fn demo() -> String {
    format!("{:?}", asyncio::run(forms()))
}
