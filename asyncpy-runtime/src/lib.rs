//! The runtime behind the `asyncpy` crate: event loop, tasks, futures, exceptions.
//!
//! Use it through `asyncpy`, which documents it; nothing here is promised to stay.
//!
//! From the bottom up: [`exception`](mod@exception) and [`coroutine`] stand alone; [`task`] holds the memory and the life of
//! futures and tasks; [`event_loop`] runs them; `leaf`, `sleep` and `checkpoint` are what tasks suspend on;
//! `gather`, `wait`, `async_generator` and `run` are made of all these. [`macro_support`] is what expansions call.

#![deny(unsafe_code)] // `task` alone allows it, where each block has its proof

mod as_completed;
mod async_generator;
pub mod async_iterator;
mod awaitable;
mod checkpoint;
pub mod concurrent;
mod context;
pub mod context_manager;
pub mod coroutine;
pub mod event_loop;
pub mod exception;
mod future;
mod gather;
mod graph;
mod heapq;
mod leaf;
#[doc(hidden)]
pub mod macro_support;
mod queues;
mod run;
mod seconds;
mod shield;
pub mod signal;
mod sleep;
pub mod sync;
#[allow(unsafe_code, reason = "the task core: one allocation per task, and its wakers")]
pub mod task;
mod task_group;
mod task_options;
mod threads;
mod timeouts;
mod timers;
mod wait;

pub use as_completed::{AsCompleted, as_completed};
pub use async_generator::{AsyncGenerator, AsyncGeneratorContextManager, Sent, Yield, Yielder};
pub use awaitable::{Awaitable, ensure_future};
pub use context::{Context, ContextVar, SharedContextVar, Token, copy_context};
pub use coroutine::{BoxCoroutine, Code, Coroutine, Frame};
pub use event_loop::{
    CallbackResult, DeadlockError, EventLoop, ExceptionContext, Handle, OptionalExecutor,
    SlowCallback, ThreadsafeHandle, TimerHandle, get_event_loop, get_running_loop, new_event_loop,
    set_event_loop,
};
pub use exception::Exception;
pub use future::{Await, Future};
pub use gather::{gather, gather_exceptions};
pub use graph::{
    FrameCallGraphEntry, FutureCallGraph, GraphOf, capture_call_graph, format_call_graph,
    print_call_graph,
};
pub use queues::{LifoQueue, PriorityQueue, Queue};
pub use run::{RunOptions, Runner, run};
pub use seconds::{OptionalSeconds, Seconds};
pub use shield::shield;
pub use sleep::{Sleep, sleep, sleep_with};
pub use sync::{Barrier, BoundedSemaphore, Condition, Event, Lock, Semaphore};
pub use task::{AnyFuture, AnyTask, FrameSite, Task, all_tasks, current_task};
pub use task_group::TaskGroup;
pub use task_options::{TaskOptions, create_task};
pub use threads::{run_coroutine_threadsafe, to_thread, wrap_future};
pub use timeouts::{Timeout, WaitedFor, timeout, timeout_at, wait_for};
pub use wait::{
    ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION, ReturnWhen, WaitOptions, Waitable, wait,
};
