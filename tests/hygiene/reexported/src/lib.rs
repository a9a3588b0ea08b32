//! asyncpy, known to this crate through another one only.

#![deny(warnings)]

use reexporting::asyncpy::prelude::*;
use reexporting::{asyncpy, doubled};

#[asyncio::coroutine(crate = reexporting::asyncpy)]
pub async fn number(n: u32) -> u32 {
    asyncio::sleep(0).await;
    if n == 0 {
        raise!(ValueError("zero"))
    }
    n
}

#[asyncpy::coroutine(crate = reexporting::asyncpy)]
pub async fn forms() -> u32 {
    let caught = attempt! {
        try { number(0).await }
        except ValueError { 10 }
    };
    let (a, b) = gather!(number(2), create_task!(number(3))).await;
    caught + a + b
}

pub fn parsed(text: &str) -> Result<u32, Exception> {
    Ok(doubled!(text.parse::<u32>()?))
}

#[asyncpy::test(crate = reexporting::asyncpy)]
async fn everything_is_found() {
    assert_eq!(forms().await, 15);
    assert_eq!((parsed("2")?, parsed("x")?), (4, 0));
}

#[test]
fn functions() {
    assert_eq!(asyncio::run!(number(5)).unwrap(), 5);
}
