//! Python's asyncio for Rust.

pub use asyncpy_runtime::{
    AnyFuture, AnyTask, AsyncGenerator, BoxCoroutine, Code, Context, ContextVar, Coroutine,
    EventLoop, Exception, ExceptionContext, Frame, FrameSite, Future, Handle, Runner, Task,
    TaskOptions, TimerHandle,
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
