//! `asyncio.to_thread`, `run_coroutine_threadsafe` and `wrap_future`: from the loop to threads and back.
//!
//! Rules:
//! 1. What goes to another thread is `Send`: functions, their results, and coroutines not at all. So
//!    `run_coroutine_threadsafe` takes a function that makes the coroutine, which is called on the loop's thread.
//! 2. `to_thread` takes a copy of the context along: the values of the variables that a thread can name
//!    ([`SharedContextVar`](crate::SharedContextVar)). What the thread sets stays there.
//! 3. Cancelling goes both ways: who cancels the thread's future cancels the task, who cancels the await cancels a
//!    job that has not begun (B81, B82).
//! 4. A thread that waits for a coroutine is never left waiting: if the loop is closed before the end, its future
//!    ends with `RuntimeError`. (CPython leaves the thread waiting.)

use std::future::Future as StdFuture;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use crate::concurrent::{self, JobOutput};
use crate::context::{SharedValues, copy_context};
use crate::coroutine::{Code, Coroutine};
use crate::event_loop::{EventLoop, ThreadsafeHandle, get_running_loop};
use crate::exception::{Exception, RuntimeError};
use crate::future::Future;
use crate::task::{AnyFuture, Callback, DoneCallback, Task};

/// Calls `function` on a thread of the default executor, in a copy of the context, and gives what it returns:
/// `asyncio.to_thread()`.
///
/// Nothing happens before it is awaited. Arguments are what the closure captures.
///
/// # Errors
/// The await raises what `function` raised (see [`JobOutput`]), and `RuntimeError` outside a running loop or after
/// the executor's shutdown. If it is cancelled, the thread goes on (B82).
///
/// # Examples
/// ```
/// use asyncpy_runtime::exception::{Exception, ValueError};
/// use asyncpy_runtime::{run, to_thread};
///
/// fn blocking() -> Result<u32, Exception> {
///     Err(ValueError("not today"))
/// }
///
/// assert_eq!(run(to_thread(|| 6 * 7))?, 42);
/// assert!(run(to_thread(blocking)).unwrap_err().is_instance::<ValueError>());
/// # Ok::<(), Exception>(())
/// ```
pub fn to_thread<F, R, Kind>(
    function: F,
) -> Coroutine<impl StdFuture<Output = Result<R::Value, Exception>>>
where
    F: FnOnce() -> R + Send + 'static,
    R: JobOutput<Kind>,
{
    static CODE: Code = Code { name: "to_thread", file: file!(), line: line!() };
    Coroutine::new(&CODE, async move {
        let event_loop = get_running_loop()?;
        let context = SharedValues::of(&copy_context());
        let job = move || context.into_context().run(|| function().into_outcome());
        event_loop.run_job(job).await
    })
}

/// Runs a coroutine on the loop of another thread: `asyncio.run_coroutine_threadsafe(coro, loop)`.
///
/// `make` is called on the loop's thread and makes the coroutine there. The future is for this thread to wait for,
/// and to cancel; waiting for it on the loop's own thread would block the loop that it waits for.
///
/// # Errors
/// The future raises what the coroutine raised, as it crosses (see
/// [`RemoteException`](crate::exception::RemoteException)); `RuntimeError` if the loop is closed before the end.
///
/// # Examples
/// ```
/// use asyncpy_runtime::{get_running_loop, new_event_loop, run_coroutine_threadsafe, sleep_with, to_thread};
///
/// let event_loop = new_event_loop();
/// let handle = event_loop.threadsafe();
/// let work = to_thread(move || run_coroutine_threadsafe(|| sleep_with(0, 2), &handle).result(None));
/// assert_eq!(event_loop.run_until_complete(work)?, 2);
/// # Ok::<(), asyncpy_runtime::Exception>(())
/// ```
pub fn run_coroutine_threadsafe<M, F, T>(
    make: M,
    event_loop: &ThreadsafeHandle,
) -> concurrent::Future<T>
where
    M: FnOnce() -> Coroutine<F> + Send + 'static,
    F: StdFuture<Output = Result<T, Exception>> + 'static,
    T: Send + 'static,
{
    let future = concurrent::Future::new();
    let promise = Promise(future.clone());
    let begin = move || {
        let made = catch_unwind(AssertUnwindSafe(make)).map_err(Exception::from_panic);
        let task = made.and_then(|coroutine| get_running_loop()?.create_task(coroutine));
        match task {
            Ok(task) => {
                promise.follow(&task);
                Ok(())
            }
            Err(error) => {
                promise.end(Err(error.clone()));
                Err(error)
            }
        }
    };
    // A closed loop drops the closure, and with it the promise: rule 4.
    let _ = event_loop.call_soon(begin);
    future
}

/// A future that ends in any case (rule 4).
struct Promise<T>(concurrent::Future<T>);

impl<T> Drop for Promise<T> {
    fn drop(&mut self) {
        if !self.0.done() {
            self.end(Err(RuntimeError::new("Event loop is closed")));
        }
    }
}

impl<T> Promise<T> {
    fn end(&self, outcome: Result<T, Exception>) {
        if matches!(self.0.set_running_or_notify_cancel(), Ok(true)) {
            // It was pending just now, and nobody else ends it once it is running.
            let _ = self.0.set_outcome(outcome.map_err(|error| error.to_remote()));
        }
    }
}

impl<T: Send + 'static> Promise<T> {
    /// Ends as the task does; cancelled, it cancels the task (rule 3).
    fn follow(self, task: &Task<T>) {
        let any = AnyFuture::clone(task);
        let future = self.0.clone();
        let (number, ticket) = any.event_loop.park(Rc::new(CancelTask), any.clone(), false);
        let copy = CopyTask { task: task.as_future().second(), promise: self, number };
        any.add_callback(Callback::Internal(Rc::new(copy)));
        future.add_done_callback(move |future| {
            if future.cancelled() {
                ticket.redeem();
            }
        });
    }
}

/// Cancels the task of a cancelled promise.
struct CancelTask;

impl DoneCallback for CancelTask {
    fn call(&self, task: &AnyFuture) -> Result<(), Exception> {
        task.cancel();
        Ok(())
    }
}

/// Ends a promise as its task ended.
struct CopyTask<T: Send + 'static> {
    task: Future<T>,
    promise: Promise<T>,
    /// Of the parked cancellation.
    number: u64,
}

impl<T: Send + 'static> DoneCallback for CopyTask<T> {
    fn call(&self, task: &AnyFuture) -> Result<(), Exception> {
        task.event_loop.threads.unpark(self.number);
        if task.cancelled() {
            self.promise.0.cancel();
        } else {
            self.promise.end(self.task.take_result());
        }
        Ok(())
    }
}

/// A future of the running loop, else of this thread's, that ends as the other one does:
/// `asyncio.wrap_future()`.
///
/// Cancelling it cancels the other one, if that has not begun.
///
/// # Examples
/// ```
/// use asyncpy_runtime::concurrent::ThreadPoolExecutor;
/// use asyncpy_runtime::{get_event_loop, wrap_future};
///
/// let executor = ThreadPoolExecutor::new();
/// let job = executor.submit(|| 7)?;
/// assert_eq!(get_event_loop().run_until_complete(wrap_future(&job))?, 7);
/// assert_eq!(job.result(None)?, 7);
/// # Ok::<(), asyncpy_runtime::Exception>(())
/// ```
pub fn wrap_future<T: Clone + Send + 'static>(future: &concurrent::Future<T>) -> Future<T> {
    let event_loop = get_running_loop().unwrap_or_else(|_| crate::event_loop::get_event_loop());
    event_loop.core().wrap(future, |future| future.result(Some(0.0)))
}

impl EventLoop {
    /// As [`wrap_future`], for this loop: `asyncio.wrap_future(…, loop=…)`.
    #[must_use]
    pub fn wrap_future<T: Clone + Send + 'static>(
        &self,
        future: &concurrent::Future<T>,
    ) -> Future<T> {
        self.core().wrap(future, |future| future.result(Some(0.0)))
    }
}
