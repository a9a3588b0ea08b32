//! What `attempt!`, `raise!` and `async_with!` call.

use std::convert::Infallible;

use crate::exception::Exception;

/// How a `try` body, a handler or a `with` body was left.
#[derive(Debug)]
pub enum Exit<T, R = Infallible> {
    /// At its end, with its value.
    Done(T),
    /// By an exception.
    Raise(Exception),
    /// By `return`, to be carried out after `finally`.
    Return(R),
    /// By the n-th `break` or `continue` that leaves it.
    Jump(u32),
}
