//! What a ported program needs: `use asyncpy::prelude::*;`.
//!
//! The `asyncio` module, the macros, the exception classes, and the types that signatures name. No
//! attribute called `coroutine`: write `#[asyncio::coroutine]`. The macro `coroutine!` is there.

#[doc(inline)]
pub use crate::__coroutine as coroutine;
pub use crate::asyncio;
pub use crate::{
    AsyncGenerator, Coroutine, EventLoop, Task, as_completed, async_for, async_with, attempt,
    create_task, ensure_future, gather, raise, run, shield, timeout, wait, wait_for, with, yield_,
};
pub use asyncpy_runtime::async_iterator::{AsyncIterable, AsyncIterator};
pub use asyncpy_runtime::context_manager::{AsyncContextManager, ContextManager};
pub use asyncpy_runtime::exception::*;
