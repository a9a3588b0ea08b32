//! `asyncio.wait`.
//!
//! Rules:
//! 1. It waits even if everything is done at the call: two iterations (B41).
//! 2. It cancels nothing, not when the time is over, nor when it is cancelled itself (B44, C20).
//! 3. Tasks that end before the waiter runs are counted as done (B42).
//! 4. `FIRST_EXCEPTION` ignores cancelled tasks (B43).
//! 5. The order of the results is that of the arguments.

use std::cell::Cell;
use std::collections::HashSet;
use std::future::Future as StdFuture;
use std::rc::Rc;

use crate::coroutine::{Code, Coroutine};
use crate::event_loop::{TimerHandle, get_running_loop};
use crate::exception::{Exception, ValueError};
use crate::future::Future;
use crate::seconds::OptionalSeconds;
use crate::task::{AnyFuture, AnyTask, Callback, DoneCallback, Task};

static CODE: Code = Code { name: "wait", file: file!(), line: line!() };

/// What `wait` takes: tasks and futures.
#[diagnostic::on_unimplemented(
    message = "Passing coroutines is forbidden, use tasks explicitly.",
    label = "`{Self}` is not a task or future",
    note = "make tasks first: `create_task!(coroutine)`"
)]
pub trait Waitable {
    /// The future to wait for.
    fn as_any_future(&self) -> &AnyFuture;
}

impl Waitable for AnyFuture {
    fn as_any_future(&self) -> &AnyFuture {
        self
    }
}

impl Waitable for AnyTask {
    fn as_any_future(&self) -> &AnyFuture {
        self.as_future()
    }
}

impl<T: 'static> Waitable for Future<T> {
    fn as_any_future(&self) -> &AnyFuture {
        self
    }
}

impl<T: 'static> Waitable for Task<T> {
    fn as_any_future(&self) -> &AnyFuture {
        self
    }
}

impl<W: Waitable> Waitable for &W {
    fn as_any_future(&self) -> &AnyFuture {
        (**self).as_any_future()
    }
}

/// When `wait` is over: the `return_when` of `asyncio.wait`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ReturnWhen {
    /// When one is done.
    FirstCompleted,
    /// When one has failed, or all are done.
    FirstException,
    /// When all are done.
    #[default]
    AllCompleted,
}

/// `asyncio.FIRST_COMPLETED`.
pub const FIRST_COMPLETED: ReturnWhen = ReturnWhen::FirstCompleted;
/// `asyncio.FIRST_EXCEPTION`.
pub const FIRST_EXCEPTION: ReturnWhen = ReturnWhen::FirstException;
/// `asyncio.ALL_COMPLETED`.
pub const ALL_COMPLETED: ReturnWhen = ReturnWhen::AllCompleted;

/// Counts the futures that are still pending, and wakes the waiter when it is time.
struct Counter {
    remaining: Cell<usize>,
    return_when: ReturnWhen,
    waiter: Future<()>,
    timer: Option<TimerHandle>,
}

impl DoneCallback for Counter {
    fn call(&self, future: &AnyFuture) -> Result<(), Exception> {
        self.remaining.set(self.remaining.get() - 1);
        let failed = || !future.cancelled() && matches!(future.exception(), Ok(Some(_)));
        let is_time = self.remaining.get() == 0
            || match self.return_when {
                ReturnWhen::FirstCompleted => true,
                ReturnWhen::FirstException => failed(),
                ReturnWhen::AllCompleted => false,
            };
        if is_time && let Some(timer) = &self.timer {
            timer.cancel(); // at once: it may leave the heap before the waiter runs (B5)
        }
        if is_time && !self.waiter.done() { self.waiter.set_result(()) } else { Ok(()) }
    }

    fn awaited_by(&self) -> Option<AnyFuture> {
        Some(AnyFuture::clone(&self.waiter))
    }
}

/// Somebody told of the end of futures; takes the registrations back, however the wait ends.
pub(crate) struct Registered<W: Waitable> {
    futures: Vec<W>,
    callback: Rc<dyn DoneCallback>,
    timer: Option<TimerHandle>,
}

impl<W: Waitable> Registered<W> {
    fn new(futures: Vec<W>, callback: Rc<dyn DoneCallback>) -> Self {
        for future in &futures {
            future.as_any_future().add_callback(Callback::Internal(Rc::clone(&callback)));
        }
        Self { futures, callback, timer: None }
    }
}

impl<'a> Registered<&'a AnyFuture> {
    /// A future that ends one iteration after `future` does.
    pub(crate) fn one(future: &'a AnyFuture) -> Result<(Future<()>, Self), Exception> {
        let waiter = get_running_loop()?.create_future::<()>();
        let counter = Counter {
            remaining: Cell::new(1),
            return_when: ALL_COMPLETED,
            waiter: waiter.clone(),
            timer: None,
        };
        Ok((waiter, Self::new(vec![future], Rc::new(counter))))
    }
}

impl<W: Waitable> Registered<W> {
    /// The wait is over: gives the futures back.
    fn finish(mut self) -> Vec<W> {
        self.unregister();
        std::mem::take(&mut self.futures)
    }

    fn unregister(&self) {
        if let Some(timer) = &self.timer {
            timer.cancel();
        }
        for future in &self.futures {
            future.as_any_future().forget_internal(&self.callback);
        }
    }
}

impl<W: Waitable> Drop for Registered<W> {
    fn drop(&mut self) {
        self.unregister();
    }
}

/// The keyword arguments of `wait`.
///
/// # Examples
/// ```
/// use asyncpy_runtime::{Code, Coroutine, FIRST_COMPLETED, WaitOptions, create_task, run, sleep};
///
/// static CODE: Code = Code { name: "main", file: file!(), line: line!() };
/// run(Coroutine::new(&CODE, async {
///     let tasks = [create_task(sleep(0.01))?, create_task(sleep(3600))?];
///     let (done, pending) = WaitOptions::new().return_when(FIRST_COMPLETED).wait(tasks).await?;
///     assert_eq!((done.len(), pending.len()), (1, 1));
///     Ok(())
/// }))?;
/// # Ok::<(), asyncpy_runtime::Exception>(())
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct WaitOptions {
    timeout: Option<f64>,
    return_when: ReturnWhen,
}

impl WaitOptions {
    /// No keyword given.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many seconds to wait at most.
    #[must_use]
    pub fn timeout(mut self, timeout: impl OptionalSeconds) -> Self {
        self.timeout = timeout.optional_seconds();
        self
    }

    /// When the wait is over.
    #[must_use]
    pub fn return_when(mut self, return_when: ReturnWhen) -> Self {
        self.return_when = return_when;
        self
    }

    /// Waits: `asyncio.wait()`. Gives those that are done and those that are pending.
    ///
    /// # Errors
    /// The await raises `ValueError` if there are none, and `CancelledError` when the waiting task is
    /// cancelled.
    pub fn wait<I>(
        self,
        futures: I,
    ) -> Coroutine<impl StdFuture<Output = Result<(Vec<I::Item>, Vec<I::Item>), Exception>>>
    where
        I: IntoIterator,
        I::Item: Waitable,
    {
        let mut seen = HashSet::new();
        let mut futures: Vec<I::Item> = futures.into_iter().collect();
        futures.retain(|future| seen.insert(future.as_any_future().as_ptr()));
        Coroutine::new(&CODE, async move {
            if futures.is_empty() {
                return Err(ValueError::new("Set of Tasks/Futures is empty."));
            }
            let event_loop = get_running_loop()?;
            let waiter = event_loop.create_future::<()>();
            let timer = match self.timeout {
                None => None,
                Some(timeout) => {
                    let waiter = waiter.clone();
                    Some(event_loop.call_later(timeout, move || release(&waiter))?)
                }
            };
            let counter = Counter {
                remaining: Cell::new(futures.len()),
                return_when: self.return_when,
                waiter: waiter.clone(),
                timer: timer.clone(),
            };
            let mut registered = Registered::new(futures, Rc::new(counter));
            registered.timer = timer;
            waiter.await?;
            let futures = registered.finish();
            Ok(futures.into_iter().partition(|future| future.as_any_future().done()))
        })
    }
}

fn release(waiter: &Future<()>) -> Result<(), Exception> {
    if waiter.done() { Ok(()) } else { waiter.set_result(()) }
}

/// Waits until all tasks and futures are done: `asyncio.wait(aws)`. See [`WaitOptions::wait`].
///
/// # Errors
/// As [`WaitOptions::wait`].
pub fn wait<I>(
    futures: I,
) -> Coroutine<impl StdFuture<Output = Result<(Vec<I::Item>, Vec<I::Item>), Exception>>>
where
    I: IntoIterator,
    I::Item: Waitable,
{
    WaitOptions::new().wait(futures)
}
