//! Everything under asyncio's own names.
//!
//! `use asyncpy::prelude::*;` brings this module as `asyncio`, so that `asyncio.sleep(1)` is written
//! `asyncio::sleep(1)`.

pub use asyncpy_runtime::async_iterator::{AsyncIterable, AsyncIterator};
pub use asyncpy_runtime::context_manager::{AsyncContextManager, ContextManager};
pub use asyncpy_runtime::exception::*;
pub use asyncpy_runtime::{
    ALL_COMPLETED, AnyFuture, AnyTask, AsCompleted, AsyncGenerator, AsyncGeneratorContextManager,
    Awaitable, Barrier, BoundedSemaphore, BoxCoroutine, Condition, Context, ContextVar, Coroutine,
    DeadlockError, Event, EventLoop, ExceptionContext, FIRST_COMPLETED, FIRST_EXCEPTION,
    FrameCallGraphEntry, Future, FutureCallGraph, GraphOf, Handle, LifoQueue, Lock,
    OptionalExecutor, OptionalSeconds, PriorityQueue, Queue, ReturnWhen, RunOptions, Runner,
    Seconds, Semaphore, SharedContextVar, SlowCallback, Task, TaskGroup, TaskOptions,
    ThreadsafeHandle, Timeout, TimerHandle, Token, WaitOptions, Waitable, WaitedFor, all_tasks,
    as_completed, capture_call_graph, copy_context, create_task, current_task, ensure_future,
    format_call_graph, gather, gather_exceptions, get_event_loop, get_running_loop, new_event_loop,
    print_call_graph, run, run_coroutine_threadsafe, set_event_loop, shield, sleep, sleep_with,
    timeout, timeout_at, to_thread, wait, wait_for, wrap_future,
};

pub use crate::{
    as_completed, async_for, async_generator, async_with, asynccontextmanager, attempt, coroutine,
    create_task, ensure_future, gather, raise, run, shield, timeout, wait, wait_for, with, yield_,
};
