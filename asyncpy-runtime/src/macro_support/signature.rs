//! What the signatures and coroutine objects of expansions name.

use std::future::Future;
use std::pin::Pin;

use crate::exception::Exception;

/// A function type, to get at what it returns: `<fn() -> ! as Returning>::Output` is `!`, which
/// stable Rust has no other name for.
pub trait Returning {
    /// What the function returns.
    type Output;
}

impl<T> Returning for fn() -> T {
    type Output = T;
}

/// The future of a boxed coroutine.
pub fn boxed<'a, T>(
    future: impl Future<Output = Result<T, Exception>> + 'a,
) -> Pin<Box<dyn Future<Output = Result<T, Exception>> + 'a>> {
    Box::pin(future)
}
