//! The loop's side of threads: what waits at home for them, and its default executor.
//!
//! Terms: what a thread will cause on the loop is *parked* there, for it is not `Send`; the thread is given a
//! [`Ticket`] to redeem. A parked *job* is one whose thread will redeem its ticket without anybody's help.
//!
//! Rules:
//! 1. Redeeming a ticket queues the parked callback, as `call_soon_threadsafe` would: it runs in the iteration that
//!    takes the message in. Each ticket is redeemed once; the loop drops what is parked when it is closed.
//! 2. While a job is outstanding the loop can be woken by it, and a virtual clock runs as fast as the real one:
//!    time that somebody really spends cannot be skipped. It stands still again when the last job has come back. So
//!    a job and a timer come in the order in which they would come in reality, and a program that waits for jobs
//!    only never waits for the clock.
//! 3. The default executor is made at its first use, with threads named `asyncio_0` and so on. Once its shutdown
//!    was begun the loop hands it no more jobs.
//! 4. A job whose await was cancelled goes on, if it had begun, and stays outstanding (B82).

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt;
use std::future::Future as StdFuture;
use std::rc::Rc;
use std::sync::Arc;
use std::thread;

use super::{EventLoop, LoopCore, running_core};
use crate::concurrent::{self, JobOutput, ThreadPoolExecutor};
use crate::coroutine::{Code, Coroutine};
use crate::exception::{CancelledError, Exception, RemoteException, RuntimeError, TimeoutError};
use crate::future::Future;
use crate::seconds::OptionalSeconds;
use crate::task::{AnyFuture, Callback, DoneCallback, Inbox, Message};
use crate::timeouts::wait_for;

/// What a loop knows of threads.
#[derive(Default)]
pub(crate) struct LoopThreads {
    executor: RefCell<Option<ThreadPoolExecutor>>,
    executor_shutdown: Cell<bool>,
    parked: RefCell<BTreeMap<u64, Parked>>,
    last_number: Cell<u64>,
    jobs: Cell<usize>,
}

/// A callback that waits for its ticket.
struct Parked {
    callback: Rc<dyn DoneCallback>,
    future: AnyFuture,
    is_job: bool,
}

/// The right to have a parked callback called, on any thread.
pub(crate) struct Ticket {
    number: u64,
    inbox: Arc<Inbox>,
}

impl Ticket {
    /// Has the callback called (rule 1). Nothing happens if the loop is closed.
    pub(crate) fn redeem(self) {
        let Self { number, inbox } = self;
        let at_home = inbox.is_home().then(running_core).and_then(Result::ok);
        if let Some(core) = at_home.filter(|core| Arc::ptr_eq(core.inbox(), &inbox)) {
            core.redeem(number);
            return;
        }
        inbox.send(Message::Call(Box::new(move |core| core.redeem(number))));
    }
}

impl LoopThreads {
    /// Whether a job may still wake the loop.
    pub(super) fn has_jobs(&self) -> bool {
        self.jobs.get() > 0
    }

    /// Whether a thread may still cause something: a job, or the cancellation of a coroutine.
    pub(super) fn has_parked(&self) -> bool {
        !self.parked.borrow().is_empty()
    }

    /// Takes back what was parked, if it is still there.
    pub(crate) fn unpark(&self, number: u64) {
        let parked = self.parked.borrow_mut().remove(&number);
        drop(parked);
    }

    /// The loop is closed: rule 1.
    pub(super) fn close(&self) {
        let (parked, executor) = (self.parked.take(), self.executor.take());
        self.jobs.set(0);
        drop(parked);
        self.executor_shutdown.set(true);
        if let Some(executor) = executor {
            executor.shutdown(false, false);
        }
    }
}

impl LoopCore {
    /// Parks a callback for `future`. Its number takes it back.
    pub(crate) fn park(
        &self,
        callback: Rc<dyn DoneCallback>,
        future: AnyFuture,
        is_job: bool,
    ) -> (u64, Ticket) {
        let number = self.threads.last_number.get() + 1;
        self.threads.last_number.set(number);
        let parked = Parked { callback, future, is_job };
        self.threads.parked.borrow_mut().insert(number, parked);
        if is_job {
            self.threads.jobs.set(self.threads.jobs.get() + 1);
            self.clock.run_as_real(true);
        }
        (number, Ticket { number, inbox: Arc::clone(self.inbox()) })
    }

    fn redeem(&self, number: u64) {
        let parked = self.threads.parked.borrow_mut().remove(&number);
        if let Some(Parked { callback, future, is_job }) = parked {
            if is_job {
                self.threads.jobs.set(self.threads.jobs.get() - 1);
                self.clock.run_as_real(self.threads.has_jobs());
            }
            self.queue_done(callback, future);
        }
    }

    /// The future of this loop that ends as `source` does, whose value it moves out.
    pub(crate) fn wrap<T: Send + 'static>(
        self: &Rc<Self>,
        source: &concurrent::Future<T>,
        read: fn(&concurrent::Future<T>) -> Result<T, Exception>,
    ) -> Future<T> {
        let wrapped = Future::new(self);
        let cancel = CancelSource { source: source.clone() };
        wrapped.add_callback(Callback::Internal(Rc::new(cancel)));
        let copy = CopySource { source: source.clone(), read, wrapped: wrapped.second() };
        let (_, ticket) = self.park(Rc::new(copy), AnyFuture::clone(&wrapped), true);
        source.add_done_callback(move |_| ticket.redeem());
        wrapped
    }
}

/// Cancels a job with its await.
struct CancelSource<T> {
    source: concurrent::Future<T>,
}

impl<T> DoneCallback for CancelSource<T> {
    fn call(&self, wrapped: &AnyFuture) -> Result<(), Exception> {
        if wrapped.cancelled() {
            self.source.cancel();
        }
        Ok(())
    }
}

/// Ends the await as the job did.
struct CopySource<T: 'static> {
    source: concurrent::Future<T>,
    read: fn(&concurrent::Future<T>) -> Result<T, Exception>,
    wrapped: Future<T>,
}

impl<T: 'static> DoneCallback for CopySource<T> {
    fn call(&self, wrapped: &AnyFuture) -> Result<(), Exception> {
        if wrapped.done() {
            return Ok(());
        }
        if self.source.cancelled() {
            wrapped.cancel();
            return Ok(());
        }
        match (self.read)(&self.source) {
            Ok(value) => self.wrapped.set_result(value),
            Err(error) => self.wrapped.set_exception(of_asyncio(error)),
        }
    }
}

/// The exception as asyncio knows it: a job that waited for a cancelled future was cancelled.
fn of_asyncio(error: Exception) -> Exception {
    if error.class() != concurrent::CancelledError::CLASS {
        return error;
    }
    let args: Vec<_> = error.args().into_iter().collect();
    let cancelled = match args.first() {
        Some(message) => CancelledError::new(message.clone()),
        None => CancelledError::new(()),
    };
    for frame in error.to_remote().frames() {
        cancelled.push_frame(frame.0, frame.1);
    }
    cancelled
}

/// The executor that `run_in_executor` is given: one, or `None` for the loop's own.
#[diagnostic::on_unimplemented(
    message = "executor must be a `ThreadPoolExecutor` or `None`, not `{Self}`",
    label = "not an executor"
)]
pub trait OptionalExecutor {
    /// The executor, if any.
    fn optional_executor(self) -> Option<ThreadPoolExecutor>;
}

impl OptionalExecutor for &ThreadPoolExecutor {
    fn optional_executor(self) -> Option<ThreadPoolExecutor> {
        Some(self.clone())
    }
}

impl OptionalExecutor for Option<&ThreadPoolExecutor> {
    fn optional_executor(self) -> Option<ThreadPoolExecutor> {
        self.cloned()
    }
}

impl EventLoop {
    /// Calls `function` on a thread of the executor, or of the loop's own for `None`; the future gives what it
    /// returns, or raises what it raises: `loop.run_in_executor()`.
    ///
    /// The context does not go along; [`to_thread`](crate::to_thread) takes it. Cancelling the future prevents a
    /// job that has not begun; one that has begun goes on unobserved.
    ///
    /// # Errors
    /// The await raises what `function` raised, see [`JobOutput`]; `RuntimeError` if the loop is closed, the
    /// executor was shut down, or no thread can be started.
    ///
    /// # Examples
    /// ```
    /// use asyncpy_runtime::{get_event_loop, new_event_loop};
    ///
    /// let event_loop = new_event_loop();
    /// let length = event_loop.run_in_executor(None, || "four".len());
    /// assert_eq!(event_loop.run_until_complete(length)?, 4);
    /// # Ok::<(), asyncpy_runtime::Exception>(())
    /// ```
    pub fn run_in_executor<F, R, Kind>(
        &self,
        executor: impl OptionalExecutor,
        function: F,
    ) -> Future<R::Value>
    where
        F: FnOnce() -> R + Send + 'static,
        R: JobOutput<Kind>,
    {
        let executor = self.executor_for(executor.optional_executor());
        self.begin_job(executor, || function().into_outcome())
    }

    /// As [`run_in_executor`](Self::run_in_executor) on the loop's own, for an output as it crosses.
    pub(crate) fn run_job<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> Result<T, RemoteException> + Send + 'static,
    ) -> Future<T> {
        self.begin_job(self.executor_for(None), job)
    }

    fn begin_job<T: Send + 'static>(
        &self,
        executor: Result<ThreadPoolExecutor, Exception>,
        job: impl FnOnce() -> Result<T, RemoteException> + Send + 'static,
    ) -> Future<T> {
        match executor.and_then(|executor| executor.submit_job(job)) {
            // Nobody else holds the job's future, so its value may be moved out.
            Ok(job) => self.core().wrap(&job, |job| job.take(Some(0.0))),
            Err(error) => {
                let failed = self.create_future();
                failed.finish_with(error);
                failed
            }
        }
    }

    fn executor_for(
        &self,
        executor: Option<ThreadPoolExecutor>,
    ) -> Result<ThreadPoolExecutor, Exception> {
        self.core().check_open()?;
        if let Some(executor) = executor {
            return Ok(executor);
        }
        let threads = &self.core().threads;
        if threads.executor_shutdown.get() {
            return Err(RuntimeError::new("Executor shutdown has been called"));
        }
        let default = threads.executor.borrow().clone();
        default.map_or_else(
            || {
                let made = ThreadPoolExecutor::builder().thread_name_prefix("asyncio").build()?;
                threads.executor.replace(Some(made.clone()));
                Ok(made)
            },
            Ok,
        )
    }

    /// Sets what `run_in_executor(None, …)` and `to_thread` use: `loop.set_default_executor()`.
    pub fn set_default_executor(&self, executor: &ThreadPoolExecutor) {
        let old = self.core().threads.executor.replace(Some(executor.clone()));
        drop(old);
    }

    /// Shuts the default executor down and waits for its threads, at most `timeout` seconds:
    /// `loop.shutdown_default_executor()`.
    ///
    /// The waiting is done by a thread of its own, so that the loop goes on meanwhile. When the time is over a
    /// `RuntimeWarning` is written to stderr, and the threads are left to themselves. `run` does this at its end,
    /// with 300 seconds (B75).
    ///
    /// # Errors
    /// The await raises `RuntimeError` if no thread can be started.
    pub fn shutdown_default_executor(
        &self,
        timeout: impl OptionalSeconds,
    ) -> Coroutine<impl StdFuture<Output = Result<(), Exception>> + 'static> {
        static CODE: Code = Code {
            name: "EventLoop.shutdown_default_executor", //
            file: file!(),
            line: line!(),
        };
        let (event_loop, timeout) = (self.clone(), timeout.optional_seconds());
        Coroutine::new(&CODE, async move { event_loop.join_default_executor(timeout).await })
    }

    async fn join_default_executor(&self, timeout: Option<f64>) -> Result<(), Exception> {
        let threads = &self.core().threads;
        threads.executor_shutdown.set(true);
        let executor = threads.executor.borrow().clone();
        let Some(executor) = executor else { return Ok(()) };
        let joined = self.create_future::<()>();
        let end = Rc::new(EndUnlessDone { future: joined.clone() });
        let (number, ticket) = self.core().park(end, AnyFuture::clone(&joined), true);
        let joining = executor.clone();
        let join = move || {
            joining.shutdown(true, false);
            ticket.redeem();
        };
        let Ok(thread) = thread::Builder::new().spawn(join) else {
            self.core().redeem(number);
            return Err(RuntimeError::new("can't start new thread"));
        };
        match wait_for(joined, timeout).await {
            Err(error) if error.is_instance::<TimeoutError>() => {
                let seconds = timeout.unwrap_or_default();
                eprintln!(
                    "RuntimeWarning: The executor did not finishing joining its threads within \
                     {seconds} seconds."
                );
                executor.shutdown(false, false);
                Ok(())
            }
            Err(error) => Err(error),
            Ok(()) => {
                // It has nothing left to do, and nothing in it panics.
                let _ = thread.join();
                Ok(())
            }
        }
    }
}

/// Ends a future, unless it was cancelled.
struct EndUnlessDone {
    future: Future<()>,
}

impl DoneCallback for EndUnlessDone {
    fn call(&self, _future: &AnyFuture) -> Result<(), Exception> {
        if self.future.done() { Ok(()) } else { self.future.set_result(()) }
    }
}

impl fmt::Debug for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ticket").field("number", &self.number).finish_non_exhaustive()
    }
}
