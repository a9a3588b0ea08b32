//! Python's asyncio for Rust: exceptions that unwind through `await`, cancellation that is *raised*, and CPython's
//! scheduling order, at native speed.
//!
//! ```
//! use asyncpy::prelude::*;
//!
//! #[asyncio::coroutine]
//! async fn fetch(id: u32) -> String {
//!     asyncio::sleep(0.01).await; // raises CancelledError here if the task is cancelled
//!     if id == 3 {
//!         raise!(ValueError("bad id"))
//!     }
//!     format!("item {id}")
//! }
//!
//! #[asyncpy::main]
//! async fn main() {
//!     let first = create_task!(fetch(1), name = "first");
//!     let (a, b) = gather!(first, fetch(2)).await;
//!     assert_eq!((a.as_str(), b.as_str()), ("item 1", "item 2"));
//!     attempt! {
//!         try {
//!             fetch(3).await;
//!         } except ValueError as e {
//!             assert_eq!(e.to_string(), "bad id");
//!         } finally {
//!             asyncio::sleep(0).await; // clean-up may await
//!         }
//!     }
//! }
//! ```
//!
//! # What to read
//!
//! - [`coroutine`](macro@coroutine): what the attribute does to a function. It is spelled `#[asyncio::coroutine]`,
//!   because the bare name belongs to rustc; inside a [`module`](macro@module) the bare name works too.
//! - [`attempt!`], [`raise!`], [`async_with!`], [`async_for!`]: Python's statements.
//! - [`create_task!`], [`gather!`], [`ensure_future!`], [`run!`], [`main`](macro@main), [`test`](macro@test).
//! - [`asyncio`]: every function, class and exception under asyncio's own name. [`EventLoop`] and [`Task`] are the
//!   places to start.
//!
//! # What differs from Python
//!
//! - One loop runs on one thread, and nothing of it is `Send`: what Python forbids at run time does not compile.
//! - The loop owns its tasks, so none vanishes while it runs.
//! - A result that is not `Clone` has one owner, who takes it by awaiting; others can be read as often as in Python.
//! - Macros that need a running loop panic without one; the functions of the same names give a `Result`.
//! - Futures of other crates can be awaited anywhere, and raise when their output is an `Err`. Coroutines inside of
//!   their combinators (`join!`, `select!`) are dropped on cancellation, without `finally`: use [`gather!`].

pub use asyncpy_runtime::{
    AnyFuture, AnyTask, AsyncGenerator, BoxCoroutine, Code, Context, ContextVar, Coroutine,
    EventLoop, Exception, ExceptionContext, Frame, FrameSite, Future, Handle, Runner,
    SharedContextVar, Task, TaskOptions, ThreadsafeHandle, TimerHandle, concurrent, signal,
};

pub mod asyncio;
mod attributes;
mod macros;
pub mod prelude;

pub use attributes::{async_generator, asynccontextmanager, coroutine, main, module, test};

/// What expansions name. Promised to nobody but the macros of the same version.
#[doc(hidden)]
pub mod __private {
    pub use asyncpy_macros::{
        as_completed, async_for, async_with, attempt, coroutine_block, create_task, ensure_future,
        gather, raise, run, shield, timeout, wait, wait_for, with, yield_,
    };
    pub use asyncpy_runtime::async_iterator::{AsyncIterable, AsyncIterator};
    pub use asyncpy_runtime::context_manager::{AsyncContextManager, ContextManager};
    pub use asyncpy_runtime::exception::{ExceptStar, ExceptionClass, IntoException};
    pub use asyncpy_runtime::macro_support::{
        attempt::*, awaiting::*, iteration::*, keywords::*, managers::*, signature::*,
    };
    pub use asyncpy_runtime::{
        AsyncGenerator, AsyncGeneratorContextManager, BoxCoroutine, Code, Coroutine, Exception,
        Frame,
    };
}
