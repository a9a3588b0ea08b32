//! asyncpy under another name: attributes are told by `crate = …`, macros know it.

#![deny(warnings)]

use snake::prelude::*;

#[asyncio::coroutine(crate = snake)]
pub async fn number(n: u32) -> u32 {
    asyncio::sleep(0).await;
    if n == 0 {
        raise!(ValueError("zero"))
    }
    n
}

#[asyncio::coroutine(crate = snake, boxed)]
pub async fn boxed(n: u32) -> u32 {
    if n == 0 { 0 } else { boxed(n - 1).await }
}

pub struct Session;

impl AsyncContextManager for Session {
    type Value = u32;

    #[asyncio::coroutine(crate = snake)]
    async fn __aenter__(&mut self) -> u32 {
        1
    }

    #[asyncio::coroutine(crate = snake)]
    async fn __aexit__(&mut self, exception: Option<&Exception>) -> bool {
        exception.is_some()
    }
}

#[asyncio::coroutine(crate = snake)]
pub async fn forms() -> u32 {
    let caught = attempt! {
        try { number(0).await }
        except ValueError { 10 }
        finally { number(1).await; }
    };
    let one = async_with! { Session as one { one } };
    let (a, b) = gather!(number(2), create_task!(number(3))).await;
    let rest = gather!(number(4), *[number(5)]).await;
    let six = ensure_future!(coroutine! { number(6).await });
    caught + one + a + b + rest.iter().sum::<u32>() + six.await
}

#[asyncio::async_generator(crate = snake)]
pub async fn numbers(upto: u32) -> u32 {
    for n in 0..upto {
        yield_!(n);
    }
}

#[asyncio::async_generator(crate = snake, send = u32)]
pub async fn echo() -> u32 {
    let mut sum = 0;
    while let Some(n) = yield_!(sum) {
        sum += n;
    }
}

#[asyncio::asynccontextmanager(crate = snake)]
pub async fn numbered(n: u32) -> u32 {
    attempt! {
        try { yield_!(n); }
        finally { number(1).await; }
    }
}

#[asyncio::coroutine(crate = snake)]
pub async fn generated() -> u32 {
    let mut sum = 0;
    async_for! { n in numbers(3) { sum += n; } }
    let echo = echo();
    echo.asend(None).await;
    sum += echo.asend(Some(7)).await;
    async_with! { numbered(8) as n { sum += n; } }
    sum
}

#[asyncio::coroutine(crate = snake)]
pub async fn waited() -> u32 {
    let tasks = [create_task!(number(1)), create_task!(number(2))];
    let (done, pending) = wait!(tasks, timeout = 5, return_when = asyncio::ALL_COMPLETED).await;
    assert!(done.len() == 2 && pending.is_empty());
    let mut sum = wait_for!(number(3), timeout = 5).await;
    for next in as_completed!([number(4), number(5)]) {
        sum += next.await;
    }
    sum += async_with! { timeout!(10) { shield!(number(6)).await } };
    sum
}

#[snake::module(crate = snake)]
pub mod bare {
    #[coroutine]
    pub async fn number() -> u32 {
        super::number(1).await
    }
}

pub mod entry {
    #[snake::main(crate = snake)]
    pub async fn main() {
        super::number(1).await;
    }
}

pub fn plain() -> Result<u32, Exception> {
    attempt! {
        try { Ok("1".parse::<u32>()?) }
        except KeyError { raise!() }
    }
}

#[snake::test(crate = snake)]
async fn everything_is_found() {
    assert_eq!(forms().await, 31);
    assert_eq!(generated().await + waited().await, 18 + 18);
    assert_eq!(boxed(2).await + bare::number().await, 1);
}

#[test]
fn functions() {
    assert_eq!(run!(number(5)).unwrap() + plain().unwrap(), 6);
    entry::main();
}
