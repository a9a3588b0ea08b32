//! The event loop: `asyncio.EventLoop`.
//!
//! The files: `core` (the ready queue and the iteration: start there), `handle` (callbacks), `clock`,
//! `current` (which loop is whose), `exception_handler`, `reactor`, `signals` and `signal_handlers` (the
//! operating system's side), `threads` and `threadsafe` (jobs on other threads, and calls from them), `deadlock`
//! (runs that cannot end), `slow` (what blocks the loop).
//!
//! A loop belongs to the thread that made it; [`EventLoop::call_soon_threadsafe`] goes through a
//! [`ThreadsafeHandle`] that other threads may hold.

mod clock;
mod core;
mod current;
mod deadlock;
mod exception_handler;
mod handle;
mod reactor;
mod signal_handlers;
mod signals;
mod slow;
mod threads;
mod threadsafe;

use std::any::type_name;
use std::fmt;
use std::future::Future as StdFuture;
use std::rc::Rc;
use std::sync::LazyLock;

pub use self::current::{get_event_loop, get_running_loop, new_event_loop, set_event_loop};
pub use self::deadlock::DeadlockError;
pub use self::exception_handler::ExceptionContext;
pub use self::handle::{CallbackResult, Handle, TimerHandle};
pub use self::slow::SlowCallback;
pub use self::threads::OptionalExecutor;
pub use self::threadsafe::ThreadsafeHandle;

pub(crate) use self::core::LoopCore;
pub(crate) use self::current::running_core;
pub(crate) use self::exception_handler::{
    default_exception_handler as report_by_default, report_here,
};
pub(crate) use self::handle::CallbackSource;

use self::clock::Clock;
use crate::awaitable::Awaitable;
use crate::context::{Context, LazyContext};
use crate::coroutine::Coroutine;
use crate::exception::{Exception, RuntimeError, ValueError};
use crate::future::Future;
use crate::seconds::Seconds;
use crate::task::{AnyFuture, Callback, DoneCallback, Task, leaves_the_loop};
use crate::task_options::TaskOptions;
use crate::timers::Timer;

/// The loop as its users own it: when the last of their handles goes, what is left is closed.
pub(crate) struct Owner {
    core: Rc<LoopCore>,
}

impl Drop for Owner {
    fn drop(&mut self) {
        self.core.close();
    }
}

/// What runs callbacks and tasks, one at a time, in CPython's order: `asyncio.EventLoop`.
///
/// Cloning gives another handle to the same loop. When the last handle is dropped the loop is closed.
///
/// A loop stays on its thread, as do its futures, tasks and handles: the calls from the wrong thread that CPython
/// finds in debug mode, if they happen, are errors of the compiler. Other threads have a [`ThreadsafeHandle`].
///
/// ```compile_fail
/// let event_loop = asyncpy_runtime::new_event_loop();
/// std::thread::spawn(move || event_loop.call_soon(|| ())); // `Rc<…>` cannot be sent between threads safely
/// ```
///
/// # Examples
/// ```
/// use asyncpy_runtime::new_event_loop;
///
/// let event_loop = new_event_loop();
/// let stopper = event_loop.clone();
/// event_loop.call_soon(|| println!("hello"))?;
/// event_loop.call_later(0.01, move || stopper.stop())?;
/// event_loop.run_forever()?;
/// event_loop.close()?;
/// # Ok::<(), asyncpy_runtime::Exception>(())
/// ```
#[derive(Clone)]
pub struct EventLoop {
    owner: Rc<Owner>,
}

impl EventLoop {
    /// A new loop on the real clock, or on a virtual one if the environment variable
    /// `ASYNCPY_VIRTUAL_TIME` is set to anything but nothing: so any program can be run at once.
    #[must_use]
    pub fn new() -> Self {
        static VIRTUAL: LazyLock<bool> = LazyLock::new(|| {
            std::env::var_os("ASYNCPY_VIRTUAL_TIME").is_some_and(|value| !value.is_empty())
        });
        Self::make(LoopCore::new(if *VIRTUAL { Clock::virtual_time() } else { Clock::real_time() }))
    }

    /// A new loop on a virtual clock: time stands still while anything runs, and jumps to the next timer
    /// when nothing does. Programs of hours run at once, in the same order.
    #[must_use]
    pub fn with_virtual_time() -> Self {
        Self::make(LoopCore::new(Clock::virtual_time()))
    }

    /// A new loop on a clock of yours: `now` tells its seconds, which must never go back. A timer is due if its
    /// deadline is before now plus `resolution`, strictly.
    ///
    /// In Python that is an event loop whose `time` is overridden. The loop does not move the clock: it sleeps
    /// in real time for as long as the clock says is left.
    ///
    /// # Examples
    /// ```
    /// use asyncpy_runtime::EventLoop;
    ///
    /// let event_loop = EventLoop::with_clock(|| 100.0, 1e-9);
    /// assert_eq!(event_loop.time(), 100.0);
    /// event_loop.call_at(99.0, || println!("due"))?;
    /// event_loop.call_at(101.0, || println!("never"))?;
    /// event_loop.stop();
    /// event_loop.run_forever()?;
    /// # Ok::<(), asyncpy_runtime::Exception>(())
    /// ```
    #[must_use]
    pub fn with_clock(now: impl Fn() -> f64 + 'static, resolution: impl Seconds) -> Self {
        let clock = Clock::Custom { now: Box::new(now), resolution: resolution.seconds() };
        Self::make(LoopCore::new(clock))
    }

    /// A new loop on a clock that stands still while anything runs, and jumps exactly to the next timer when
    /// nothing does.
    ///
    /// Unlike on the [virtual clock](Self::with_virtual_time), equal delays have equal deadlines, which no real run
    /// has: it is for tests that want round numbers, or the order of ties.
    #[must_use]
    pub fn with_stepped_time() -> Self {
        Self::make(LoopCore::new(Clock::stepped()))
    }

    fn make(core: Rc<LoopCore>) -> Self {
        let owner = Rc::new(Owner { core });
        owner.core.owner.replace(Rc::downgrade(&owner));
        Self { owner }
    }

    /// The user's handle of a loop.
    pub(crate) fn from_core(core: &Rc<LoopCore>) -> Self {
        let owner = core.owner.borrow().upgrade();
        match owner {
            Some(owner) => Self { owner },
            None => Self::make(Rc::clone(core)),
        }
    }

    pub(crate) fn core(&self) -> &Rc<LoopCore> {
        &self.owner.core
    }

    /// Runs until [`stop`](Self::stop) is called: `loop.run_forever()`.
    ///
    /// # Errors
    /// `RuntimeError` if the loop is closed or runs, or another one runs on this thread;
    /// `KeyboardInterrupt` on Ctrl-C; a `SystemExit` or `KeyboardInterrupt` of a task or callback.
    pub fn run_forever(&self) -> Result<(), Exception> {
        self.core().run(false)
    }

    /// Runs until the future, task or coroutine is done and gives its result:
    /// `loop.run_until_complete()`.
    ///
    /// # Errors
    /// As [`run_forever`](Self::run_forever); `RuntimeError` if the loop was stopped before;
    /// [`DeadlockError`](enum@DeadlockError) if the loop can never wake up again; what the future itself ended with.
    pub fn run_until_complete<A: Awaitable>(&self, awaitable: A) -> Result<A::Output, Exception> {
        self.core().check_can_run()?;
        let is_new = awaitable.is_coroutine();
        let future = awaitable.adopt_on(self)?;
        let stopper: Rc<dyn DoneCallback> = Rc::new(StopWhenDone);
        future.add_callback(Callback::Internal(Rc::clone(&stopper)));
        let ran = self.core().run(true);
        future.forget_internal(&stopper);
        if let Err(error) = ran {
            if is_new && future.done() && !future.cancelled() {
                // The error that left the loop is the task's own: it counts as retrieved.
                drop(future.exception());
            }
            return Err(error);
        }
        if !future.done() {
            return Err(RuntimeError::new("Event loop stopped before Future completed."));
        }
        future.take_result()
    }

    /// Lets the current iteration end, then ends the run: `loop.stop()`.
    pub fn stop(&self) {
        self.core().stop();
    }

    /// Whether it runs: `loop.is_running()`.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.core().is_running()
    }

    /// Whether it was closed: `loop.is_closed()`.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.core().is_closed()
    }

    /// Drops what is queued; unfinished tasks are destroyed and reported: `loop.close()`.
    ///
    /// # Errors
    /// `RuntimeError` if it runs.
    pub fn close(&self) -> Result<(), Exception> {
        if self.is_running() {
            return Err(RuntimeError::new("Cannot close a running event loop"));
        }
        self.core().close();
        Ok(())
    }

    /// Now, in seconds of the loop's clock: `loop.time()`.
    #[must_use]
    pub fn time(&self) -> f64 {
        self.core().time()
    }

    /// Calls `callback` in the next iteration, in a copy of the current context: `loop.call_soon()`.
    ///
    /// # Errors
    /// `RuntimeError` if the loop is closed.
    #[track_caller]
    pub fn call_soon<C, R>(&self, callback: C) -> Result<Handle, Exception>
    where
        C: FnOnce() -> R + 'static,
        R: CallbackResult,
    {
        self.queue_callback(LazyContext::copy_of_current(), callback)
    }

    /// As [`call_soon`](Self::call_soon), in the given context: `loop.call_soon(…, context=…)`.
    ///
    /// # Errors
    /// `RuntimeError` if the loop is closed.
    #[track_caller]
    pub fn call_soon_in<C, R>(&self, context: Context, callback: C) -> Result<Handle, Exception>
    where
        C: FnOnce() -> R + 'static,
        R: CallbackResult,
    {
        self.queue_callback(context.into(), callback)
    }

    #[track_caller]
    fn queue_callback<C, R>(&self, context: LazyContext, callback: C) -> Result<Handle, Exception>
    where
        C: FnOnce() -> R + 'static,
        R: CallbackResult,
    {
        self.core().check_open()?;
        let source = CallbackSource::here(type_name::<C>());
        let handle = Handle::new(Box::new(|| callback().into_result()), context, source);
        self.core().queue_handle(handle.clone());
        Ok(handle)
    }

    /// Calls `callback` after `delay` seconds: `loop.call_later()`.
    ///
    /// # Errors
    /// `RuntimeError` if the loop is closed, `ValueError` if `delay` is NaN.
    #[track_caller]
    pub fn call_later<C, R>(
        &self,
        delay: impl Seconds,
        callback: C,
    ) -> Result<TimerHandle, Exception>
    where
        C: FnOnce() -> R + 'static,
        R: CallbackResult,
    {
        self.call_at(self.time() + delay.seconds(), callback)
    }

    /// Calls `callback` when the loop's clock shows `when` seconds: `loop.call_at()`.
    ///
    /// # Errors
    /// `RuntimeError` if the loop is closed, `ValueError` if `when` is NaN (CPython's loop fails on it later).
    #[track_caller]
    pub fn call_at<C, R>(&self, when: f64, callback: C) -> Result<TimerHandle, Exception>
    where
        C: FnOnce() -> R + 'static,
        R: CallbackResult,
    {
        self.core().check_open()?;
        if when.is_nan() {
            return Err(ValueError::new("cannot convert float NaN to integer"));
        }
        let source = CallbackSource::here(type_name::<C>());
        let function = Box::new(|| callback().into_result());
        let handle =
            TimerHandle::new(self.core(), when, function, LazyContext::copy_of_current(), source);
        self.core().add_timer(when, Timer::Handle(Handle::clone(&handle)));
        Ok(handle)
    }

    /// A handle that other threads may use to call into this loop.
    #[must_use]
    pub fn threadsafe(&self) -> ThreadsafeHandle {
        ThreadsafeHandle::new(self.core().inbox())
    }

    /// Calls `callback` in the next iteration: `loop.call_soon_threadsafe()`.
    ///
    /// This is for symmetry with asyncio: on the loop's own thread it is `call_soon` (B9). Other threads
    /// take a [`ThreadsafeHandle`] with them.
    ///
    /// # Errors
    /// `RuntimeError` if the loop is closed.
    #[track_caller]
    pub fn call_soon_threadsafe<C, R>(&self, callback: C) -> Result<Handle, Exception>
    where
        C: FnOnce() -> R + Send + 'static,
        R: CallbackResult,
    {
        self.call_soon(callback)
    }

    /// A future of this loop: `loop.create_future()`.
    #[must_use]
    pub fn create_future<T: 'static>(&self) -> Future<T> {
        Future::new(self.core())
    }

    /// Makes a task of a coroutine; its first step runs in the next iteration: `loop.create_task()`.
    ///
    /// # Errors
    /// `RuntimeError` if the loop is closed.
    pub fn create_task<T: 'static, F>(&self, coroutine: Coroutine<F>) -> Result<Task<T>, Exception>
    where
        F: StdFuture<Output = Result<T, Exception>> + 'static,
    {
        TaskOptions::new().spawn_on(self, coroutine)
    }

    /// Sets what is told of exceptions that nobody caught: `loop.set_exception_handler()`.
    pub fn set_exception_handler<R: CallbackResult>(
        &self,
        handler: impl Fn(&EventLoop, &ExceptionContext) -> R + 'static,
    ) {
        let handler = Rc::new(move |event_loop: &EventLoop, context: &ExceptionContext| {
            handler(event_loop, context).into_result()
        });
        let old = self.core().exception_handler.replace(Some(handler));
        drop(old);
    }

    /// Goes back to the default handler: `loop.set_exception_handler(None)`.
    pub fn reset_exception_handler(&self) {
        let old = self.core().exception_handler.take();
        drop(old);
    }

    /// Tells the handler of an exception: `loop.call_exception_handler()`.
    ///
    /// # Errors
    /// A `SystemExit` or `KeyboardInterrupt` of the handler. Any other exception of it is reported by the
    /// default handler.
    pub fn call_exception_handler(&self, context: &ExceptionContext) -> Result<(), Exception> {
        self.core().call_exception_handler(context)
    }

    /// Writes to stderr what the default handler writes: `loop.default_exception_handler()`.
    pub fn default_exception_handler(&self, context: &ExceptionContext) {
        exception_handler::default_exception_handler(context);
    }

    /// Whether debug mode is on: `loop.get_debug()`.
    #[must_use]
    pub fn get_debug(&self) -> bool {
        self.core().debug.get()
    }

    /// Turns debug mode on or off: `loop.set_debug()`.
    pub fn set_debug(&self, on: bool) {
        self.core().debug.set(on);
    }

    /// Whether a run that can never end raises [`DeadlockError`](enum@DeadlockError) (on at first) or waits for ever.
    pub fn set_deadlock_detection(&self, on: bool) {
        self.core().detection.is_on.set(on);
    }

    /// Whether both handles are of the same loop: `is`.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        Rc::ptr_eq(self.core(), other.core())
    }
}

impl Default for EventLoop {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for EventLoop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "<EventLoop running={} closed={} debug={}>",
            repr_bool(self.is_running()),
            repr_bool(self.is_closed()),
            repr_bool(self.get_debug())
        )
    }
}

fn repr_bool(value: bool) -> &'static str {
    if value { "True" } else { "False" }
}

/// Ends `run_until_complete`: stops the loop in the iteration after the future is done (B11).
struct StopWhenDone;

impl DoneCallback for StopWhenDone {
    fn call(&self, future: &AnyFuture) -> Result<(), Exception> {
        let failed_hard = !future.cancelled()
            && matches!(future.exception(), Ok(Some(error)) if leaves_the_loop(&error));
        if !failed_hard {
            future.event_loop.stop();
        }
        Ok(())
    }
}
