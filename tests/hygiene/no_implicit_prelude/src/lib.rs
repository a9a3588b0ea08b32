//! Expansions where nothing of the standard library is in scope.

#![no_implicit_prelude]
#![deny(warnings)]

use ::asyncpy::asyncio;
use ::asyncpy::asyncio::{
    Exception, KeyError, StopAsyncIteration, ValueError, as_completed, async_for, async_with,
    attempt, create_task, ensure_future, gather, raise, shield, timeout, wait, wait_for, with,
    yield_,
};
use ::asyncpy::prelude::{AsyncContextManager, AsyncIterator, ContextManager};

#[asyncio::coroutine]
pub async fn number(n: u32) -> u32 {
    asyncio::sleep(0).await;
    if n == 0 {
        raise!(ValueError("zero"))
    }
    let one: u32 = "1".parse()?;
    n * one
}

#[asyncio::coroutine(boxed)]
pub async fn boxed(n: u32) -> u32 {
    if n == 0 { 0 } else { boxed(n - 1).await }
}

pub struct Session;

impl AsyncContextManager for Session {
    type Value = u32;

    #[asyncio::coroutine]
    async fn __aenter__(&mut self) -> u32 {
        1
    }

    #[asyncio::coroutine]
    async fn __aexit__(&mut self, exception: ::std::option::Option<&Exception>) -> bool {
        exception.is_some()
    }
}

impl ContextManager for Session {
    type Value = u32;

    fn __enter__(&mut self) -> ::std::result::Result<u32, Exception> {
        ::std::result::Result::Ok(3)
    }

    fn __exit__(
        &mut self,
        _: ::std::option::Option<&Exception>,
    ) -> ::std::result::Result<bool, Exception> {
        ::std::result::Result::Ok(false)
    }
}

pub struct Countdown(u32);

impl AsyncIterator for Countdown {
    type Item = u32;

    #[asyncio::coroutine]
    async fn __anext__(&mut self) -> u32 {
        if self.0 == 0 {
            raise!(StopAsyncIteration)
        }
        self.0 -= 1;
        self.0
    }
}

#[asyncio::coroutine]
pub async fn statements() -> u32 {
    let mut sum = 0;
    for n in [0, 1, 2, 3] {
        sum += attempt! {
            try {
                if n == 3 {
                    break;
                }
                number(n).await
            } except KeyError {
                100
            } except ValueError {
                attempt! { try { raise!() } except { 7 } }
            } finally {
                number(1).await;
            }
        };
    }
    attempt! {
        try { raise!(ValueError("v") from None) }
        except* ValueError { sum += 10; }
    }
    async_with! { Session as one {
        with! { Session as three {
            sum += one + three;
            raise!(ValueError)
        } }
    } }
    async_for! { n in Countdown(3) {
        sum += n;
    } else {
        sum += 20;
    } }
    sum
}

#[asyncio::async_generator]
pub async fn numbers(upto: u32) -> u32 {
    for n in 0..upto {
        yield_!(n);
    }
}

#[asyncio::async_generator(send = u32)]
pub async fn echo() -> u32 {
    let mut sum = 0;
    while let ::std::option::Option::Some(n) = yield_!(sum) {
        sum += n;
    }
}

#[asyncio::asynccontextmanager]
pub async fn numbered(n: u32) -> u32 {
    attempt! {
        try { yield_!(n); }
        finally { number(1).await; }
    }
}

#[asyncio::coroutine]
pub async fn generated() -> u32 {
    let mut sum = 0;
    async_for! { n in numbers(3) { sum += n; } }
    let echo = echo();
    echo.asend(::std::option::Option::None).await;
    sum += echo.asend(::std::option::Option::Some(7)).await;
    async_with! { numbered(8) as n { sum += n; } }
    sum
}

#[asyncio::coroutine]
pub async fn waited() -> u32 {
    let tasks = [create_task!(number(1)), create_task!(number(2))];
    let (done, pending) = wait!(tasks, timeout = 5, return_when = asyncio::ALL_COMPLETED).await;
    ::std::assert!(done.len() == 2 && pending.is_empty());
    let mut sum = wait_for!(number(3), timeout = 5).await;
    for next in as_completed!([number(4), number(5)]) {
        sum += next.await;
    }
    sum += async_with! { timeout!(10) { shield!(number(6)).await } };
    sum
}

#[asyncio::coroutine]
pub async fn calls() -> u32 {
    let task = create_task!(number(1), name = "one");
    let (a, b) = gather!(task, ensure_future!(number(2))).await;
    let mixed = gather!(number(4), *[number(5)]).await;
    let failed = gather!(number(0), return_exceptions = True).await;
    a + b + mixed[0] + mixed[1] + failed.0.unwrap_or(6)
}

pub mod entry {
    #[::asyncpy::main]
    pub async fn main() {
        super::number(1).await;
    }
}

#[::asyncpy::test]
async fn everything_is_found() {
    ::std::assert_eq!(statements().await, 7 + 1 + 2 + 10 + 1 + 3 + 3 + 20);
    ::std::assert_eq!(calls().await, 18);
    ::std::assert_eq!(generated().await + waited().await, 18 + 18);
    ::std::assert_eq!(boxed(3).await, 0);
}

#[test]
fn functions() {
    ::std::assert_eq!(asyncio::run!(number(5)).unwrap(), 5);
    entry::main();
}
