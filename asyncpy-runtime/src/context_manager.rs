//! Context managers: what `with!` and `async_with!` enter and leave.
//!
//! Rules, Python's:
//! 1. If `__enter__` raises, `__exit__` is not called.
//! 2. `__exit__` runs on every way out: at the end of the block, by an exception, by `return`,
//!    `break` or `continue`. It is given the exception, if it is one.
//! 3. If `__exit__` returns `true`, the exception ends there. For other ways out the result is
//!    ignored.
//!
//! The macros borrow the manager where it is: by shared reference if `&M` is a manager (locks,
//! semaphores), by unique reference if `M` is.

use std::future::Future;

use crate::coroutine::Coroutine;
use crate::exception::Exception;

/// What `with!` accepts: Python's context manager protocol.
///
/// ```
/// # use asyncpy_runtime::context_manager::ContextManager;
/// # use asyncpy_runtime::exception::{Exception, KeyError};
/// /// Ignores `KeyError`.
/// struct Ignore;
///
/// impl ContextManager for Ignore {
///     type Value = ();
///     fn __enter__(&mut self) -> Result<(), Exception> {
///         Ok(())
///     }
///     fn __exit__(&mut self, exception: Option<&Exception>) -> Result<bool, Exception> {
///         Ok(exception.is_some_and(Exception::is_instance::<KeyError>))
///     }
/// }
/// # assert!(Ignore.__exit__(Some(&KeyError("k"))).unwrap());
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` object does not support the context manager protocol",
    label = "`with!` needs a `ContextManager`",
    note = "implement `ContextManager` for it, or for a reference to it"
)]
pub trait ContextManager {
    /// What `as` binds.
    type Value;

    /// Begins the block.
    fn __enter__(&mut self) -> Result<Self::Value, Exception>;

    /// Ends the block. `true` suppresses the exception.
    fn __exit__(&mut self, exception: Option<&Exception>) -> Result<bool, Exception>;
}

/// What `async_with!` accepts: Python's asynchronous context manager protocol.
///
/// The methods are coroutine functions, so an implementation reads
///
/// ```text
/// impl AsyncContextManager for Session {
///     type Value = Connection;
///     #[asyncio::coroutine]
///     async fn __aenter__(&mut self) -> Connection { self.connect().await }
///     #[asyncio::coroutine]
///     async fn __aexit__(&mut self, exception: Option<&Exception>) -> bool { self.close().await; false }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` object does not support the asynchronous context manager protocol",
    label = "`async_with!` needs an `AsyncContextManager`",
    note = "implement `AsyncContextManager` for it, or for a reference to it"
)]
pub trait AsyncContextManager {
    /// What `as` binds.
    type Value;

    /// Begins the block.
    fn __aenter__(&mut self) -> Coroutine<impl Future<Output = Result<Self::Value, Exception>>>;

    /// Ends the block. `true` suppresses the exception.
    fn __aexit__(
        &mut self,
        exception: Option<&Exception>,
    ) -> Coroutine<impl Future<Output = Result<bool, Exception>>>;
}

impl<M: ContextManager + ?Sized> ContextManager for &mut M {
    type Value = M::Value;

    fn __enter__(&mut self) -> Result<M::Value, Exception> {
        (**self).__enter__()
    }

    fn __exit__(&mut self, exception: Option<&Exception>) -> Result<bool, Exception> {
        (**self).__exit__(exception)
    }
}

impl<M: AsyncContextManager + ?Sized> AsyncContextManager for &mut M {
    type Value = M::Value;

    fn __aenter__(&mut self) -> Coroutine<impl Future<Output = Result<Self::Value, Exception>>> {
        (**self).__aenter__()
    }

    fn __aexit__(
        &mut self,
        exception: Option<&Exception>,
    ) -> Coroutine<impl Future<Output = Result<bool, Exception>>> {
        (**self).__aexit__(exception)
    }
}
