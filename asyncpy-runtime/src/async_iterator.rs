//! Asynchronous iteration: what `async_for!` goes through.

use std::future::Future;

use crate::coroutine::Coroutine;
use crate::exception::Exception;

/// What gives items by and by: Python's asynchronous iterator protocol.
pub trait AsyncIterator {
    /// What each round binds.
    type Item;

    /// The next item. Raises `StopAsyncIteration` at the end.
    fn __anext__(&mut self) -> Coroutine<impl Future<Output = Result<Self::Item, Exception>>>;
}

impl<I: AsyncIterator + ?Sized> AsyncIterator for &mut I {
    type Item = I::Item;

    fn __anext__(&mut self) -> Coroutine<impl Future<Output = Result<Self::Item, Exception>>> {
        (**self).__anext__()
    }
}

/// What `async_for!` accepts: every [`AsyncIterator`], and what gives one.
#[diagnostic::on_unimplemented(
    message = "`async_for!` requires an object with `__aiter__`, got `{Self}`",
    label = "not an asynchronous iterable",
    note = "implement `AsyncIterator` or `AsyncIterable` for it"
)]
pub trait AsyncIterable {
    /// What each round binds.
    type Item;
    /// The iterator.
    type Iterator: AsyncIterator<Item = Self::Item>;

    /// Begins the iteration.
    fn __aiter__(self) -> Self::Iterator;
}

impl<I: AsyncIterator> AsyncIterable for I {
    type Item = I::Item;
    type Iterator = Self;

    fn __aiter__(self) -> Self {
        self
    }
}
