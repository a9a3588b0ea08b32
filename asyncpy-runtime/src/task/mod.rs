//! Tasks: coroutines that the loop runs, as `asyncio.Task`.
//!
//! The files, from the bottom up: `raw` (memory; with `waker`, `remote` and `current` the only unsafe code of
//! the project), `mailbox` (what threads hand over), `state` (the bits), `part` (what tasks have beyond futures),
//! `current` (what runs), `callbacks` and `complete` (how futures end), `step` (how tasks run and are cancelled),
//! `list` (the loop's tasks), `report` (what is said of a lost one), `unretrieved` (what is said at the loop's
//! close), `trace` (reading a suspended stack), `repr` (how they print).

mod callbacks;
mod cell;
mod complete;
pub(crate) mod current;
mod list;
mod mailbox;
mod part;
pub(crate) mod raw;
mod remote;
mod report;
mod repr;
mod state;
mod step;
/// What `mailbox` is made of; its loom test has another.
mod sync {
    pub(super) use std::sync::atomic::{AtomicBool, Ordering};
    pub(super) use std::sync::{Mutex, MutexGuard, PoisonError};
}
#[cfg(test)]
mod tests;
mod trace;
mod unretrieved;
mod waker;

use std::any::TypeId;
use std::fmt;
use std::future::{Future as StdFuture, IntoFuture};
use std::io::{self, Write};
use std::ops::Deref;
use std::rc::Rc;

pub use raw::{AnyFuture, AnyTask};
pub use trace::FrameSite;

pub(crate) use callbacks::{
    Callback, CallbackKey, DoneCallback, SharedWaker, UserCallback, Waiter,
};
pub(crate) use complete::cancelled_error;
pub(crate) use list::TaskList;
pub(crate) use part::{TaskPart, WaitingOn};
pub(crate) use raw::{CancelHook, Typed};
pub(crate) use remote::{Inbox, Message};
pub(crate) use report::now as report_lost;
pub(crate) use state::{CANCEL_BELOW, CANCEL_SENT, CLOSING, MUST_CANCEL};
pub(crate) use step::leaves_the_loop;
pub(crate) use trace::{is_tracing, note};
pub(crate) use unretrieved::Unretrieved;
pub(crate) use waker::is_own;

use crate::context::{Context, LazyContext};
use crate::coroutine::{Code, Coroutine};
use crate::event_loop::{CallbackResult, EventLoop, LoopCore};
use crate::exception::{Exception, FrameSummary};
use crate::future::{Await, Future};

impl AnyTask {
    /// The name, "Task-N" unless one was given: `Task.get_name()`.
    #[must_use]
    pub fn get_name(&self) -> String {
        let given = self.rare().and_then(|rare| rare.borrow().name.clone());
        given.map_or_else(|| format!("Task-{}", self.part().number), |name| name.to_string())
    }

    /// Sets the name: `Task.set_name()`.
    pub fn set_name(&self, name: impl ToString) {
        let name = name.to_string().into();
        self.with_rare(|rare| rare.name = Some(name));
    }

    /// The number of cancellations asked for and not taken back: `Task.cancelling()`.
    #[must_use]
    pub fn cancelling(&self) -> u32 {
        self.part().cancelling.get()
    }

    /// Takes one request to cancel back and gives the number left: `Task.uncancel()`.
    ///
    /// At 0 a request that was not delivered yet is forgotten (C12).
    #[expect(clippy::must_use_candidate, reason = "most callers do not care")]
    pub fn uncancel(&self) -> u32 {
        self.lower_cancelling()
    }

    /// The function that the task runs: what `Task.get_coro()` is asked for.
    #[must_use]
    pub fn get_coro(&self) -> &'static Code {
        self.part().code
    }

    /// The context that its steps run in: `Task.get_context()`.
    #[must_use]
    pub fn get_context(&self) -> Context {
        self.part().context.get().clone()
    }

    /// The stack: `Task.get_stack()`.
    ///
    /// As in CPython that is one frame for a suspended task, where its own coroutine awaits; the frames of the
    /// traceback, oldest first, for a failed one; nothing for one that ended otherwise.
    #[must_use]
    pub fn get_stack(&self) -> Vec<FrameSummary> {
        if self.done() {
            return self.failure().map(|error| error.traceback()).unwrap_or_default();
        }
        let code = self.part().code;
        let line = trace::stack(self).first().map_or(code.line, |site| site.line);
        vec![FrameSummary::new(code, line)]
    }

    /// Every await that the suspended task stands in, outermost first.
    #[must_use]
    pub fn await_chain(&self) -> Vec<FrameSite> {
        trace::stack(self)
    }

    /// Prints the stack to stderr, as `Task.print_stack()`.
    pub fn print_stack(&self) {
        // A closed stderr is no reason to fail: the text has nowhere else to go.
        let _ = self.write_stack(&mut io::stderr().lock());
    }

    /// Writes what [`print_stack`](Self::print_stack) prints.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_stack(&self, out: &mut dyn Write) -> io::Result<()> {
        let (error, frames) = (self.failure(), self.get_stack());
        match (&error, frames.is_empty()) {
            (Some(_), _) => writeln!(out, "Traceback for {self:?} (most recent call last):")?,
            (None, true) => return writeln!(out, "No stack for {self:?}"),
            (None, false) => writeln!(out, "Stack for {self:?} (most recent call last):")?,
        }
        for frame in frames {
            write!(out, "{frame}")?;
        }
        match error {
            Some(error) => write!(out, "{}", error.format_only()),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for AnyTask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_future(), f)
    }
}

/// A coroutine that the loop runs: `asyncio.Task`.
///
/// It is a [`Future<T>`] and an [`AnyTask`]: it can be awaited (by value or, if `T: Clone`, by
/// reference), cancelled, named, and asked for its result. Dropping a handle does not end the task: the
/// loop owns what it runs.
pub struct Task<T> {
    future: Future<T>,
}

impl<T: 'static> Task<T> {
    /// A new task, in the list of its loop but not scheduled.
    pub(crate) fn new<F>(
        event_loop: &Rc<LoopCore>,
        coroutine: Coroutine<F>,
        context: LazyContext,
        name: Option<Rc<str>>,
    ) -> Self
    where
        F: StdFuture<Output = Result<T, Exception>> + 'static,
    {
        let (code, coroutine) = coroutine.into_parts();
        let part = TaskPart::new(code, context, name.is_some());
        let typed = Typed::new_task(Rc::clone(event_loop), part, coroutine);
        let task = Self { future: Future::from_typed(typed) };
        if name.is_some() {
            task.with_rare(|rare| rare.name = name);
        }
        event_loop.tasks.push(&task);
        task
    }

    /// The task as a future.
    #[must_use]
    pub fn as_future(&self) -> &Future<T> {
        &self.future
    }

    /// The task as a future.
    #[must_use]
    pub fn into_future_handle(self) -> Future<T> {
        self.future
    }

    /// Always refused: a task's result is what its coroutine gives.
    ///
    /// # Errors
    /// `RuntimeError`, always.
    pub fn set_result(&self, result: T) -> Result<(), Exception> {
        self.future.set_result(result)
    }

    /// Always refused: a task's exception is what its coroutine raises.
    ///
    /// # Errors
    /// `RuntimeError`, always.
    pub fn set_exception(&self, exception: impl Into<Exception>) -> Result<(), Exception> {
        self.future.set_exception(exception)
    }
}

impl<T: Clone + 'static> Task<T> {
    /// The result: `Task.result()`. See [`Future::result`].
    ///
    /// # Errors
    /// `InvalidStateError` if it is not done, `CancelledError` if it was cancelled, and the exception it
    /// ended with.
    pub fn result(&self) -> Result<T, Exception> {
        self.future.result()
    }

    /// Calls `callback` when the task is done: `Task.add_done_callback()`.
    ///
    /// See [`Future::add_done_callback`].
    #[track_caller]
    pub fn add_done_callback<C, R>(&self, callback: C)
    where
        C: FnOnce(&Self) -> R + 'static,
        R: CallbackResult,
    {
        let key = CallbackKey::of::<C>();
        self.future.add_callback_in(
            key,
            LazyContext::copy_of_current(),
            move |future| callback(&Self { future: future.clone() }).into_result(),
            std::any::type_name::<C>(),
        );
    }

    /// Removes the callbacks that were added with this very function: `Task.remove_done_callback()`.
    ///
    /// See [`Future::remove_done_callback`].
    pub fn remove_done_callback<C, R>(&self, callback: C) -> usize
    where
        C: FnOnce(&Self) -> R + 'static,
    {
        drop(callback);
        self.future.remove_callbacks_of(&CallbackKey::of::<C>())
    }
}

impl<T: 'static> Deref for Task<T> {
    type Target = AnyTask;

    fn deref(&self) -> &AnyTask {
        match self.future.as_task() {
            Some(task) => task,
            None => unreachable!("a `Task` is made of nothing but tasks"),
        }
    }
}

impl<T: Clone + 'static> Clone for Task<T> {
    fn clone(&self) -> Self {
        Self { future: self.future.clone() }
    }
}

impl<T: 'static> fmt::Debug for Task<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.future, f)
    }
}

impl<T: 'static> From<Task<T>> for Future<T> {
    fn from(task: Task<T>) -> Self {
        task.future
    }
}

impl<T: 'static> IntoFuture for Task<T> {
    type Output = Result<T, Exception>;
    type IntoFuture = Await<T>;

    fn into_future(self) -> Await<T> {
        self.future.into_future()
    }
}

impl<T: Clone + 'static> IntoFuture for &Task<T> {
    type Output = Result<T, Exception>;
    type IntoFuture = Await<T>;

    fn into_future(self) -> Await<T> {
        self.clone().into_future()
    }
}

impl CallbackKey {
    /// The key of a callback of this type: functions and closures without captures are equal if their
    /// types are.
    pub(crate) fn of<C: 'static>() -> Self {
        if size_of::<C>() == 0 { Self::Type(TypeId::of::<C>()) } else { Self::Unique }
    }
}

/// The running task: `asyncio.current_task()`. `None` inside a plain callback.
///
/// # Errors
/// `RuntimeError` if no loop runs on this thread.
pub fn current_task() -> Result<Option<AnyTask>, Exception> {
    crate::event_loop::get_running_loop()?;
    Ok(current::task())
}

/// The unfinished tasks of the running loop, in order of creation: `asyncio.all_tasks()`.
///
/// # Errors
/// `RuntimeError` if no loop runs on this thread.
pub fn all_tasks() -> Result<Vec<AnyTask>, Exception> {
    Ok(crate::event_loop::get_running_loop()?.all_tasks())
}

impl EventLoop {
    /// The unfinished tasks of this loop, in order of creation: `asyncio.all_tasks(loop)`.
    #[must_use]
    pub fn all_tasks(&self) -> Vec<AnyTask> {
        self.core().tasks.to_vec()
    }
}
