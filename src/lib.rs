//! Python's asyncio for Rust.

pub use asyncpy_macros::{coroutine, main, module, test};
pub use asyncpy_runtime::{
    AnyFuture, AnyTask, BoxCoroutine, Code, Context, ContextVar, Coroutine, EventLoop, Exception,
    ExceptionContext, Frame, FrameSite, Future, Handle, Runner, SharedContextVar, Task,
    TaskOptions, ThreadsafeHandle, TimerHandle, concurrent, signal,
};

pub mod asyncio;
mod macros;
pub mod prelude;

/// What expansions name. Promised to nobody but the macros of the same version.
#[doc(hidden)]
pub mod __private {
    pub use asyncpy_macros::{
        async_for, async_with, attempt, coroutine_block, create_task, ensure_future, gather, raise,
        run, with,
    };
    pub use asyncpy_runtime::async_iterator::{AsyncIterable, AsyncIterator};
    pub use asyncpy_runtime::context_manager::{AsyncContextManager, ContextManager};
    pub use asyncpy_runtime::exception::{ExceptStar, ExceptionClass, IntoException};
    pub use asyncpy_runtime::macro_support::{
        attempt::*, awaiting::*, keywords::*, managers::*, signature::*,
    };
    pub use asyncpy_runtime::{BoxCoroutine, Code, Coroutine, Exception, Frame};
}
