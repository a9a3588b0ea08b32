//! Coroutine objects: what calling a coroutine function gives.
//!
//! Terms: a *code object* describes the function ([`Code`]); a *frame type* ([`Frame`]) is the
//! zero-sized type that the macro declares in each coroutine function, so that an await site is a
//! type (`Frame` and a line) and costs nothing to carry.
//!
//! Rules:
//! 1. Calling a coroutine function evaluates its arguments and runs nothing of the body.
//! 2. Awaiting a coroutine is a call: it is polled in place, in the same task, at any depth (B25).
//! 3. A coroutine is a future of `Result<T, Exception>`, so any Rust combinator can drive it.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use pin_project_lite::pin_project;

use crate::exception::Exception;

/// What is known of a function: CPython's `code` object, as far as tracebacks and stacks need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// The function's name, without its path.
    pub name: &'static str,
    /// The source file, as the compiler names it.
    pub file: &'static str,
    /// The line of the function's name, counted from 1.
    pub line: u32,
}

/// A function as a type. Implemented by expansions only.
pub trait Frame: 'static {
    /// The function.
    const CODE: &'static Code;
}

pin_project! {
    /// A coroutine that has not been awaited yet, as `f()` is in Python for an `async def f`.
    ///
    /// It does nothing until it is awaited, gathered or made a task. It is also a plain future
    /// whose output is `Result<T, Exception>`.
    #[must_use = "coroutine was never awaited"]
    pub struct Coroutine<F> {
        code: &'static Code,
        #[pin]
        future: F,
    }
}

impl<T, F: Future<Output = Result<T, Exception>>> Coroutine<F> {
    /// Wraps a future, naming the function it came from.
    pub fn new(code: &'static Code, future: F) -> Self {
        Self { code, future }
    }
}

impl<F> Coroutine<F> {
    /// The function this coroutine came from.
    pub fn code(&self) -> &'static Code {
        self.code
    }

    /// The function and the bare future.
    pub(crate) fn into_parts(self) -> (&'static Code, F) {
        (self.code, self.future)
    }
}

/// A coroutine whose future is boxed: what `#[asyncio::coroutine(boxed)]` returns.
pub type BoxCoroutine<'a, T> = Coroutine<Pin<Box<dyn Future<Output = Result<T, Exception>> + 'a>>>;

impl<F: Future> Future for Coroutine<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.project().future.poll(cx)
    }
}
