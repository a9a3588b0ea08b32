//! Expansions in a program that has given its own meaning to the names that they might use.

#![deny(warnings)]
#![allow(dead_code, nonstandard_style, unused_macros, clippy::style)] // they are only in the way

use asyncpy::prelude::{
    AsyncContextManager, AsyncIterator, KeyError, StopAsyncIteration, ValueError,
};
use asyncpy::prelude::{
    as_completed, async_for, async_with, asyncio, attempt, create_task, ensure_future, gather,
    raise, shield, timeout, wait, wait_for, with, yield_,
};

// Types.
pub struct Result;
pub struct Option;
pub struct Box;
pub struct Vec;
pub struct String;
pub struct Exception;
pub struct Future;
pub struct Coroutine;
pub struct Frame;
pub struct Code;
pub struct Exit;
pub struct Task;
pub struct RunOptions;
pub struct TaskOptions;
pub struct Never;
pub struct AsyncGenerator;
pub struct WaitOptions;
pub struct Yielder;

// Values.
pub fn Ok() {}
pub fn Err() {}
pub fn Some() {}
pub const None: () = ();
pub fn drop() {}
pub fn leave() {}
pub fn tag() {}
pub fn chain() {}
pub fn awaitable() {}
pub fn spawn() {}

// Traits.
pub trait From {}
pub trait Into {}
pub trait Clone {}
pub trait Iterator {}
pub trait IntoIterator {}
pub trait IntoFuture {}
pub trait Drop {}
pub trait Send {}
pub trait Sized {}
pub trait Fn {}

// Crates.
pub mod core {}
pub mod std {}
pub mod alloc {}
pub mod asyncpy_runtime {}
pub mod asyncpy_macros {}
pub mod __private {}

// Types of the language.
type bool = u64;
type str = [u8];
type usize = u16;

macro_rules! vec {
    ($($tokens:tt)*) => {
        compile_error!("the program's `vec!`")
    };
}
macro_rules! panic {
    ($($tokens:tt)*) => {
        compile_error!("the program's `panic!`")
    };
}
macro_rules! unreachable {
    ($($tokens:tt)*) => {
        compile_error!("the program's `unreachable!`")
    };
}
macro_rules! matches {
    ($($tokens:tt)*) => {
        compile_error!("the program's `matches!`")
    };
}
macro_rules! file {
    ($($tokens:tt)*) => {
        compile_error!("the program's `file!`")
    };
}
macro_rules! line {
    ($($tokens:tt)*) => {
        compile_error!("the program's `line!`")
    };
}

/// Methods of the names that expansions call.
pub trait Methods {
    fn new(&self) {}
    fn exception(&self) {}
    fn finish(&self) {}
    fn raised(&self) {}
    fn name(&self) {}
    fn one(&self) {}
    fn many(&self) {}
    fn gather(&self) {}
    fn virtual_time(&self) {}
}

impl<T: ?::core::marker::Sized> Methods for T {}

#[::asyncpy::coroutine]
pub async fn number(n: u32) -> u32 {
    asyncio::sleep(0).await;
    if n == 0 {
        raise!(ValueError("zero"))
    }
    let _: u32 = "1".parse::<u32>()?;
    n
}

#[::asyncpy::coroutine(boxed)]
pub async fn boxed(n: u32) -> u32 {
    if n == 0 { 0 } else { boxed(n - 1).await }
}

#[::asyncpy::coroutine]
pub async fn nothing() {}

pub struct Session;

impl AsyncContextManager for Session {
    type Value = u32;

    #[::asyncpy::coroutine]
    async fn __aenter__(&mut self) -> u32 {
        number(1).await
    }

    #[::asyncpy::coroutine]
    async fn __aexit__(
        &mut self,
        exception: ::core::option::Option<&::asyncpy::Exception>,
    ) -> ::core::primitive::bool {
        exception.is_some()
    }
}

pub struct Section;

impl ::asyncpy::prelude::ContextManager for Section {
    type Value = u32;

    fn __enter__(&mut self) -> ::core::result::Result<u32, ::asyncpy::Exception> {
        ::core::result::Result::Ok(3)
    }

    fn __exit__(
        &mut self,
        _: ::core::option::Option<&::asyncpy::Exception>,
    ) -> ::core::result::Result<::core::primitive::bool, ::asyncpy::Exception> {
        ::core::result::Result::Ok(false)
    }
}

pub struct Countdown(u32);

impl AsyncIterator for Countdown {
    type Item = u32;

    #[::asyncpy::coroutine]
    async fn __anext__(&mut self) -> u32 {
        if self.0 == 0 {
            raise!(StopAsyncIteration)
        }
        self.0 -= 1;
        self.0
    }
}

#[::asyncpy::coroutine]
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
            } except ValueError as error {
                assert!(error.args().len() == 1);
                attempt! { try { raise!() } except { 7 } }
            } finally {
                number(1).await;
            }
        };
    }
    attempt! {
        try { raise!(ValueError("v") from None) }
        except* ValueError { sum += 10; }
        else { sum += 1000; }
    }
    async_with! { Session as one, Session {
        with! { Section as three {
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

#[::asyncpy::async_generator]
pub async fn numbers(upto: u32) -> u32 {
    for n in 0..upto {
        yield_!(n);
    }
}

#[::asyncpy::async_generator(send = u32)]
pub async fn echo() -> u32 {
    let mut sum = 0;
    while let ::core::option::Option::Some(n) = yield_!(sum) {
        sum += n;
    }
}

#[::asyncpy::asynccontextmanager]
pub async fn numbered(n: u32) -> u32 {
    attempt! {
        try { yield_!(n); }
        finally { number(1).await; }
    }
}

#[::asyncpy::coroutine]
pub async fn generated() -> u32 {
    let mut sum = 0;
    async_for! { n in numbers(3) { sum += n; } }
    let echo = echo();
    echo.asend(::core::option::Option::None).await;
    sum += echo.asend(::core::option::Option::Some(7)).await;
    async_with! { numbered(8) as n { sum += n; } }
    sum
}

#[::asyncpy::coroutine]
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

#[::asyncpy::coroutine]
pub async fn calls() -> u32 {
    let task = create_task!(number(1), name = "one", eager_start = false);
    let future = ensure_future!(number(2));
    let (a, b) = gather!(task, future).await;
    let list = gather!(*[number(3)]).await;
    let mixed = gather!(number(4), *[number(5)]).await;
    let failed = gather!(number(0), return_exceptions = True).await;
    assert!(failed.0.is_err());
    a + b + list[0] + mixed[0] + mixed[1] + attempt!(number(0).await).unwrap_or(6)
}

pub fn plain(n: u32) -> ::core::result::Result<u32, ::asyncpy::Exception> {
    attempt! {
        try {
            if n == 0 {
                raise!(ValueError("v"))
            }
            return ::core::result::Result::Ok(n);
        } finally {
            _ = boxed(0);
        }
    }
}

pub mod entry {
    #[::asyncpy::main]
    pub async fn main() {
        super::nothing().await;
    }
}

#[::asyncpy::test]
async fn expansions_use_none_of_the_names() {
    assert_eq!(statements().await, 7 + 1 + 2 + 10 + 1 + 3 + 3 + 20);
    assert_eq!(calls().await, 21);
    assert_eq!(generated().await + waited().await, 18 + 18);
    assert_eq!(boxed(3).await, 0);
}

#[test]
fn functions() {
    assert!(plain(0).is_err());
    assert_eq!(asyncio::run!(number(5)).unwrap(), 5);
    entry::main();
}
