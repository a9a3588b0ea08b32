//! What `async_for!` calls.

use crate::async_iterator::AsyncIterable;
use crate::exception::{Exception, StopAsyncIteration};

/// Begins an iteration. Method look-up finds the iterable, or a reference to it, and what it refuses
/// has no type, so that the loop around it causes no second error.
pub trait Iterate {
    /// The iterator.
    type Iterator;
    /// Begins the iteration.
    fn __aiter(self) -> Self::Iterator;
}

impl<A: AsyncIterable> Iterate for A {
    type Iterator = A::Iterator;

    fn __aiter(self) -> A::Iterator {
        self.__aiter__()
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
