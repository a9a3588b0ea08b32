//! What `attempt!`, `raise!`, `with!` and `async_with!` call.
//!
//! Terms: an [`Exit`] is how a block was left, held while something else runs: `finally`, or a
//! context manager's exit.

use std::any::Any;
use std::convert::Infallible;

use crate::exception::{Exception, IntoException, RuntimeError};

/// A value that does not exist.
pub type Never = Infallible;

/// How a block was left. The types are those of its value, of the value returned out of it, and of
/// the jumps and exceptions out of it; what does not occur is [`Never`].
#[derive(Debug)]
#[must_use]
pub enum Exit<T, R, J, E = Exception> {
    /// At its end, with its value.
    Done(T),
    /// By an exception.
    Raise(E),
    /// By `return`.
    Return(R),
    /// By `break` or `continue`: nested [`Either`]s with the value of the jump.
    Jump(J),
}

impl<T, R, J> Exit<T, R, J> {
    /// The exception on its way, if there is one.
    pub fn exception(&self) -> Option<&Exception> {
        match self {
            Self::Raise(exception) => Some(exception),
            Self::Done(_) | Self::Return(_) | Self::Jump(_) => None,
        }
    }
}

impl<T, R, J> Exit<T, R, J, Never> {
    /// There is none: nothing in the block raises.
    pub fn exception(&self) -> Option<&Exception> {
        None
    }
}

/// The first of several values, or another one.
#[derive(Debug)]
pub enum Either<A, B> {
    /// The first.
    First(A),
    /// One of the others.
    Other(B),
}

/// Notes that `exception` was raised while `handled` was being handled, if anything was.
#[cold]
pub fn chain<'a>(exception: Exception, handled: impl Into<Option<&'a Exception>>) -> Exception {
    if let Some(handled) = handled.into() {
        exception.chain_context(handled);
    }
    exception
}

/// The exception of `raise!(exception from cause)`.
pub fn raise_from(exception: impl IntoException, cause: Option<Exception>) -> Exception {
    exception.into_exception().with_cause(cause)
}

/// The value of a block whose exception its context manager has suppressed.
///
/// Python goes on behind the block, which has no value. So does a block of type `()`; any other
/// has nothing to go on with, and that is a `RuntimeError`.
pub fn suppressed<T: 'static>(exception: &Exception) -> Result<T, Exception> {
    let mut unit = Some(());
    let value = (&mut unit as &mut dyn Any).downcast_mut::<Option<T>>().and_then(Option::take);
    value.ok_or_else(|| {
        let text = "the context manager suppressed the exception, so the block has no value";
        raise_from(RuntimeError(text), Some(exception.clone()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suppressed_has_a_value_for_unit_only() {
        let exception = RuntimeError("boom");
        assert!(suppressed::<()>(&exception).is_ok());
        let error = suppressed::<i32>(&exception).unwrap_err();
        assert!(error.cause().unwrap().is(&exception));
    }
}
