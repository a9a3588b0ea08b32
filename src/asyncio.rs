//! Everything under asyncio's own names.
//!
//! `use asyncpy::prelude::*;` brings this module as `asyncio`, so that `asyncio.sleep(1)` is written
//! `asyncio::sleep(1)`.

pub use asyncpy_runtime::async_iterator::{AsyncIterable, AsyncIterator};
pub use asyncpy_runtime::context_manager::{AsyncContextManager, ContextManager};
pub use asyncpy_runtime::exception::*;
pub use asyncpy_runtime::{
    AnyFuture, AnyTask, Awaitable, BoxCoroutine, Context, ContextVar, Coroutine, EventLoop,
    ExceptionContext, Future, Handle, RunOptions, Runner, Seconds, Task, TaskOptions,
    ThreadsafeHandle, TimerHandle, Token, Waitable, all_tasks, copy_context, current_task,
    gather_exceptions, get_event_loop, get_running_loop, new_event_loop, run, set_event_loop,
    sleep, sleep_with, wait,
};

pub use crate::{
    async_for, async_with, attempt, coroutine, create_task, ensure_future, gather, raise, run, with,
};
