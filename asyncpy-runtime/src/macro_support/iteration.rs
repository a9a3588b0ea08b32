//! What `async_for!` calls.
//!
//! It calls `iterable.__aiter()`, and method look-up chooses: the iterable itself or a reference to it, by Python's
//! protocol if it is an asynchronous iterable, as a [`Stream`] if it is one of another crate.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;

use futures_core::Stream;

use crate::async_iterator::{AsyncIterable, AsyncIterator};
use crate::checkpoint::{Checkpoint, Nowhere};
use crate::coroutine::{Code, Coroutine};
use crate::exception::{Exception, StopAsyncIteration};

/// Begins an iteration. Method look-up finds the iterable, or a reference to it, and what it refuses
/// has no type, so that the loop around it causes no second error.
pub trait Iterate<K> {
    /// The iterator.
    type Iterator;
    /// Begins the iteration.
    fn __aiter(self) -> Self::Iterator;
}

impl<A: Iterated<K>, K> Iterate<K> for A {
    type Iterator = A::Iterator;

    fn __aiter(self) -> A::Iterator {
        self.begin()
    }
}

/// What can be iterated, in the way `K`. One trait for all ways, so that what has none is one error.
#[diagnostic::on_unimplemented(
    message = "`async_for!` requires an object with `__aiter__`, got `{Self}`",
    label = "not an asynchronous iterable",
    note = "implement `AsyncIterator` or `AsyncIterable` for it"
)]
pub trait Iterated<K> {
    /// The iterator.
    type Iterator;
    /// Begins the iteration.
    fn begin(self) -> Self::Iterator;
}

/// By Python's protocol.
#[derive(Debug)]
pub struct ByProtocol;

/// By that of streams.
#[derive(Debug)]
pub struct ByStream;

impl<A: AsyncIterable> Iterated<ByProtocol> for A {
    type Iterator = A::Iterator;

    fn begin(self) -> A::Iterator {
        self.__aiter__()
    }
}

impl<S: Stream> Iterated<ByStream> for S {
    type Iterator = StreamIterator<S>;

    fn begin(self) -> StreamIterator<S> {
        StreamIterator { stream: Box::pin(self) }
    }
}

/// A stream as an asynchronous iterator, whose awaits can be cancelled as those of any foreign future.
pub struct StreamIterator<S> {
    stream: Pin<Box<S>>,
}

impl<S> fmt::Debug for StreamIterator<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamIterator").finish_non_exhaustive()
    }
}

impl<S: Stream> AsyncIterator for StreamIterator<S> {
    type Item = S::Item;

    fn __anext__(&mut self) -> Coroutine<impl Future<Output = Result<S::Item, Exception>>> {
        static CODE: Code = Code { name: "__anext__", file: file!(), line: line!() };
        Coroutine::new(&CODE, async move {
            let next = poll_fn(|cx| self.stream.as_mut().poll_next(cx));
            let item = Checkpoint::<_, Nowhere>::new(next).await.0?;
            item.ok_or_else(|| StopAsyncIteration::new(()))
        })
    }
}

/// The next item of an asynchronous iterator; `None` if it raised `StopAsyncIteration`.
pub fn next_item<T>(result: Result<T, Exception>) -> Result<Option<T>, Exception> {
    match result {
        Ok(item) => Ok(Some(item)),
        Err(exception) if exception.is_instance::<StopAsyncIteration>() => Ok(None),
        Err(exception) => Err(exception),
    }
}

#[cfg(test)]
mod tests {
    use super::next_item;
    use crate::exception::{RuntimeError, StopAsyncIteration};

    #[test]
    fn next_item_ends_at_stop_async_iteration() {
        assert_eq!(next_item(Ok(1)).unwrap(), Some(1));
        assert_eq!(next_item::<i32>(Err(StopAsyncIteration(()))).unwrap(), None);
        assert!(next_item::<i32>(Err(RuntimeError("boom"))).is_err());
    }
}
