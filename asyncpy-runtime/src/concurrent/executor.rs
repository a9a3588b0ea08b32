//! `concurrent.futures.ThreadPoolExecutor`.
//!
//! Terms: a *job* is a function that was submitted and its future; a thread is *idle* when it waits for one.
//!
//! Rules:
//! 1. Jobs are begun in the order in which they were submitted.
//! 2. A thread is started when there are more jobs waiting than idle threads, up to `max_workers`. It is named
//!    by the prefix and its number, and ends when the pool was shut down and no job is left.
//! 3. A job that was cancelled before it began is not begun. One that has begun cannot be stopped.
//! 4. What a job raises, a panic included, is its future's exception.
//! 5. `shutdown` waits for all threads, unless it is called by a job of the pool, which would wait for itself.
//! 6. When the last handle goes the pool is shut down without waiting: what was submitted is still done, if the
//!    program lasts as long (CPython waits for it when the interpreter ends; a Rust program does not).

use std::cell::Cell;
use std::collections::VecDeque;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use super::{Future, JobOutput};
use crate::context_manager::ContextManager;
use crate::exception::{Exception, RemoteException, RuntimeError, ValueError};

/// Calls functions on a pool of threads: `concurrent.futures.ThreadPoolExecutor`.
///
/// Cloning gives another handle to the same pool. As a context manager it is shut down at the end of the block,
/// which waits for its threads.
///
/// # Examples
/// ```
/// use asyncpy_runtime::concurrent::ThreadPoolExecutor;
///
/// let executor = ThreadPoolExecutor::builder().max_workers(2).build()?;
/// let future = executor.submit(|| "four".len())?;
/// assert_eq!(future.result(None)?, 4);
/// executor.shutdown(true, false);
/// # Ok::<(), asyncpy_runtime::Exception>(())
/// ```
#[derive(Clone)]
pub struct ThreadPoolExecutor {
    handle: Arc<Handle>,
}

/// The users' side of the pool; its threads hold the pool itself.
struct Handle {
    pool: Arc<Pool>,
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.pool.begin_shutdown(false); // rule 6
    }
}

struct Pool {
    max_workers: usize,
    thread_name_prefix: String,
    state: Mutex<State>,
    /// A job was added, or the pool was shut down.
    changed: Condvar,
    /// A thread has ended.
    ended: Condvar,
}

#[derive(Default)]
struct State {
    jobs: VecDeque<Box<dyn Job>>,
    idle: usize,
    started: usize,
    alive: usize,
    threads: Vec<JoinHandle<()>>,
    shutdown: bool,
}

/// What was submitted.
trait Job: Send {
    fn run(self: Box<Self>);
    fn cancel(self: Box<Self>);
}

struct Work<T, F> {
    future: Future<T>,
    function: F,
}

impl<T, F> Job for Work<T, F>
where
    T: Send,
    F: FnOnce() -> Result<T, RemoteException> + Send,
{
    fn run(self: Box<Self>) {
        let Self { future, function } = *self;
        if !matches!(future.set_running_or_notify_cancel(), Ok(true)) {
            return; // rule 3
        }
        let outcome = catch_unwind(AssertUnwindSafe(function));
        let outcome = outcome.unwrap_or_else(|panic| Err(Exception::from_panic(panic).to_remote()));
        // Whoever ended the future in the job's place knows its outcome already.
        let _ = future.set_outcome(outcome);
    }

    fn cancel(self: Box<Self>) {
        self.future.cancel();
    }
}

thread_local! {
    /// The address of the pool that this thread works for, only compared.
    static WORKS_FOR: Cell<*const Pool> = const { Cell::new(std::ptr::null()) };
}

impl Pool {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn submit(self: &Arc<Self>, job: Box<dyn Job>) -> Result<(), Exception> {
        let mut state = self.lock();
        if state.shutdown {
            drop(state);
            return Err(RuntimeError::new("cannot schedule new futures after shutdown"));
        }
        state.jobs.push_back(job);
        if state.idle < state.jobs.len() && state.started < self.max_workers {
            let name = format!("{}_{}", self.thread_name_prefix, state.started);
            let pool = Arc::clone(self);
            match thread::Builder::new().name(name).spawn(move || pool.work()) {
                Ok(thread) => {
                    state.threads.push(thread);
                    state.started += 1;
                    state.alive += 1;
                }
                Err(_) if state.alive > 0 => {} // the threads there are will come to it
                Err(_) => {
                    let job = state.jobs.pop_back();
                    drop(state);
                    drop(job);
                    return Err(RuntimeError::new("can't start new thread"));
                }
            }
        }
        drop(state);
        self.changed.notify_one();
        Ok(())
    }

    /// The life of a thread.
    fn work(self: Arc<Self>) {
        WORKS_FOR.set(Arc::as_ptr(&self));
        let mut state = self.lock();
        loop {
            if let Some(job) = state.jobs.pop_front() {
                drop(state);
                job.run();
                state = self.lock();
            } else if state.shutdown {
                break;
            } else {
                state.idle += 1;
                state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                state.idle -= 1;
            }
        }
        state.alive -= 1;
        drop(state);
        self.ended.notify_all();
    }

    fn begin_shutdown(&self, cancel_futures: bool) {
        let mut state = self.lock();
        state.shutdown = true;
        let cancelled =
            if cancel_futures { std::mem::take(&mut state.jobs) } else { VecDeque::new() };
        drop(state);
        self.changed.notify_all();
        for job in cancelled {
            job.cancel();
        }
    }

    /// Waits for all threads (rule 5).
    fn join(&self) {
        if std::ptr::eq(WORKS_FOR.get(), self) {
            return;
        }
        let mut state = self.lock();
        let threads = std::mem::take(&mut state.threads);
        while state.alive > 0 {
            state = self.ended.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        drop(state);
        for thread in threads {
            // A worker does not panic: what a job panics with is caught.
            let _ = thread.join();
        }
    }
}

/// The keyword arguments of [`ThreadPoolExecutor`].
#[derive(Debug, Clone, Default)]
pub struct ThreadPoolOptions {
    max_workers: Option<usize>,
    thread_name_prefix: Option<String>,
}

impl ThreadPoolOptions {
    /// The largest number of threads; `min(32, cpus + 4)` if it is not given.
    #[must_use]
    pub fn max_workers(mut self, max_workers: usize) -> Self {
        self.max_workers = Some(max_workers);
        self
    }

    /// What the names of the threads begin with; `ThreadPoolExecutor-N` if it is not given.
    #[must_use]
    pub fn thread_name_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.thread_name_prefix = Some(prefix.into());
        self
    }

    /// The pool. No thread is started yet.
    ///
    /// # Errors
    /// `ValueError` if no thread is allowed.
    pub fn build(self) -> Result<ThreadPoolExecutor, Exception> {
        let max_workers = self.max_workers.unwrap_or_else(default_workers);
        if max_workers == 0 {
            return Err(ValueError::new("max_workers must be greater than 0"));
        }
        let prefix = self.thread_name_prefix.filter(|prefix| !prefix.is_empty());
        let thread_name_prefix = prefix.unwrap_or_else(|| {
            static NUMBERS: AtomicU64 = AtomicU64::new(0);
            format!("ThreadPoolExecutor-{}", NUMBERS.fetch_add(1, Ordering::Relaxed))
        });
        let pool = Pool {
            max_workers,
            thread_name_prefix,
            state: Mutex::default(),
            changed: Condvar::new(),
            ended: Condvar::new(),
        };
        Ok(ThreadPoolExecutor { handle: Arc::new(Handle { pool: Arc::new(pool) }) })
    }
}

fn default_workers() -> usize {
    let cpus = thread::available_parallelism().map_or(1, usize::from);
    (cpus + 4).min(32)
}

impl ThreadPoolExecutor {
    /// A pool of the usual size.
    #[must_use]
    pub fn new() -> Self {
        match Self::builder().build() {
            Ok(executor) => executor,
            Err(_) => unreachable!("the usual size is not 0"),
        }
    }

    /// The options of a pool, to be set.
    #[must_use]
    pub fn builder() -> ThreadPoolOptions {
        ThreadPoolOptions::default()
    }

    /// Calls `function` on a thread of the pool: `Executor.submit()`.
    ///
    /// # Errors
    /// `RuntimeError` if the pool was shut down, or no thread can be started.
    pub fn submit<F, R, Kind>(&self, function: F) -> Result<Future<R::Value>, Exception>
    where
        F: FnOnce() -> R + Send + 'static,
        R: JobOutput<Kind>,
    {
        self.submit_job(|| function().into_outcome())
    }

    pub(crate) fn submit_job<T, F>(&self, function: F) -> Result<Future<T>, Exception>
    where
        T: Send + 'static,
        F: FnOnce() -> Result<T, RemoteException> + Send + 'static,
    {
        let future = Future::new();
        let job = Work { future: future.clone(), function };
        self.handle.pool.submit(Box::new(job))?;
        Ok(future)
    }

    /// Takes no more jobs: `Executor.shutdown(wait, cancel_futures=…)`.
    ///
    /// With `wait` it returns when all threads have ended (rule 5). With `cancel_futures` jobs that have not begun
    /// are cancelled. Harmless if it was called before.
    pub fn shutdown(&self, wait: bool, cancel_futures: bool) {
        self.handle.pool.begin_shutdown(cancel_futures);
        if wait {
            self.handle.pool.join();
        }
    }
}

impl Default for ThreadPoolExecutor {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for ThreadPoolExecutor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pool = &self.handle.pool;
        f.debug_struct("ThreadPoolExecutor")
            .field("max_workers", &pool.max_workers)
            .field("thread_name_prefix", &pool.thread_name_prefix)
            .finish_non_exhaustive()
    }
}

impl ContextManager for ThreadPoolExecutor {
    type Value = Self;

    fn __enter__(&mut self) -> Result<Self, Exception> {
        Ok(self.clone())
    }

    fn __exit__(&mut self, _exception: Option<&Exception>) -> Result<bool, Exception> {
        self.shutdown(true, false);
        Ok(false)
    }
}
