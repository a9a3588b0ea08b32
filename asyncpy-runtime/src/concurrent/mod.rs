//! Work on other threads: `concurrent.futures`.
//!
//! Everything here may be shared between threads and knows nothing of event loops; `loop.run_in_executor`,
//! `to_thread` and `run_coroutine_threadsafe` connect the two worlds.
//!
//! The files: `future` (a result that threads wait for), `executor` (the pool).

mod executor;
mod future;

pub use executor::{ThreadPoolExecutor, ThreadPoolOptions};
pub use future::Future;

use crate::exception::{Exception, RemoteException, RuntimeError};

crate::exception! {
    /// What all errors of `concurrent.futures` derive from.
    pub class Error(Exception) in "concurrent.futures._base";
    /// The future was cancelled.
    pub class CancelledError(Error) in "concurrent.futures._base";
    /// The operation is not allowed in this state.
    pub class InvalidStateError(Error) in "concurrent.futures._base";
    /// An executor cannot do any more work.
    pub class BrokenExecutor(RuntimeError) in "concurrent.futures._base";
}

/// What a function that runs on a worker thread may give.
///
/// A `Result<T, Exception>` raises its exception where the job is awaited; the exception crosses as a
/// [`RemoteException`]. Any other value that is `Send` arrives as it is, a `Result` with another error too: `?`
/// raises that one after the await, untouched. `Kind` is found by the compiler.
#[diagnostic::on_unimplemented(
    message = "a job on another thread cannot give `{Self}`",
    label = "this value would have to leave its thread",
    note = "give a value that is `Send`, or a `Result<T, Exception>` with such a `T`"
)]
pub trait JobOutput<Kind> {
    /// The value.
    type Value: Send + 'static;

    /// The value, or the exception as it crosses.
    fn into_outcome(self) -> Result<Self::Value, RemoteException>;
}

/// Outputs that arrive as they are.
#[derive(Debug)]
pub struct Returns;

/// Outputs whose exception is raised.
#[derive(Debug)]
pub struct Raises;

impl<T: Send + 'static> JobOutput<Returns> for T {
    type Value = T;

    fn into_outcome(self) -> Result<T, RemoteException> {
        Ok(self)
    }
}

impl<T: Send + 'static> JobOutput<Raises> for Result<T, Exception> {
    type Value = T;

    fn into_outcome(self) -> Result<T, RemoteException> {
        self.map_err(|exception| exception.to_remote())
    }
}
