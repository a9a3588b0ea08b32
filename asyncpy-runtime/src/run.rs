//! `asyncio.run` and `asyncio.Runner`.
//!
//! Rules:
//! 1. A runner has one loop and one context for all its runs (B80). Both are made at first use.
//! 2. Closing cancels what is left, runs it to its end, and reports what it raised (B75, B77); then the
//!    asynchronous generators and the threads have their turn, one coroutine each (B76); then the loop is
//!    closed.
//! 3. `run` closes its runner before it gives the result or the exception of main (B75, B78).
//! 4. Ctrl-C cancels main; if main ends cancelled by it, `KeyboardInterrupt` takes its place (C33, C34).
//! 5. A runner that makes its own loop sets it for the thread until it is closed; one that is given a
//!    factory leaves the thread's loop alone.

use std::fmt;
use std::future::Future as StdFuture;

use crate::context::{Context, copy_context};
use crate::coroutine::Coroutine;
use crate::event_loop::{EventLoop, ExceptionContext, get_running_loop, set_event_loop};
use crate::exception::{CancelledError, Exception, KeyboardInterrupt, RuntimeError};
use crate::gather::gather_existing;
use crate::task_options::TaskOptions;

/// How long the end of a run waits for the default executor's threads, in seconds.
const THREAD_JOIN_TIMEOUT: f64 = 300.0;

/// The keyword arguments of `run` and `Runner`.
#[derive(Default)]
pub struct RunOptions {
    debug: Option<bool>,
    virtual_time: bool,
    ignore_deadlocks: bool,
    loop_factory: Option<Box<dyn FnOnce() -> EventLoop>>,
}

impl RunOptions {
    /// No keyword given.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether the loop is in debug mode.
    #[must_use]
    pub fn debug(mut self, debug: bool) -> Self {
        self.debug = Some(debug);
        self
    }

    /// Whether the loop runs on a virtual clock, see [`EventLoop::with_virtual_time`].
    #[must_use]
    pub fn virtual_time(mut self, virtual_time: bool) -> Self {
        self.virtual_time = virtual_time;
        self
    }

    /// Whether a run that can never end raises [`DeadlockError`](enum@crate::DeadlockError), as it does unless this is
    /// turned off, or waits for ever.
    #[must_use]
    pub fn deadlock_detection(mut self, on: bool) -> Self {
        self.ignore_deadlocks = !on;
        self
    }

    /// What makes the loop.
    #[must_use]
    pub fn loop_factory(mut self, factory: impl FnOnce() -> EventLoop + 'static) -> Self {
        self.loop_factory = Some(Box::new(factory));
        self
    }

    /// The runner with these options.
    #[must_use]
    pub fn build(self) -> Runner {
        Runner { state: State::New(self), sets_loop: false }
    }

    fn make_loop(self) -> EventLoop {
        let event_loop = match self.loop_factory {
            Some(factory) => factory(),
            None if self.virtual_time => EventLoop::with_virtual_time(),
            None => EventLoop::new(),
        };
        if let Some(debug) = self.debug {
            event_loop.set_debug(debug);
        }
        if self.ignore_deadlocks {
            event_loop.set_deadlock_detection(false);
        }
        event_loop
    }
}

impl fmt::Debug for RunOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RunOptions")
            .field("debug", &self.debug)
            .field("virtual_time", &self.virtual_time)
            .finish_non_exhaustive()
    }
}

/// Runs several coroutines on one loop: `asyncio.Runner`.
///
/// Dropping it closes it; [`close`](Self::close) does so and reports an error.
///
/// # Examples
/// ```
/// use asyncpy_runtime::{Runner, sleep_with};
///
/// let mut runner = Runner::builder().virtual_time(true).build();
/// assert_eq!(runner.run(sleep_with(3600, "an hour later"))?, "an hour later");
/// assert_eq!(runner.run(sleep_with(3600, "and another"))?, "and another");
/// runner.close()?;
/// # Ok::<(), asyncpy_runtime::Exception>(())
/// ```
#[derive(Debug)]
pub struct Runner {
    state: State,
    /// Whether the loop is this thread's meanwhile (rule 5).
    sets_loop: bool,
}

enum State {
    New(RunOptions),
    Open(EventLoop, Context),
    Closed,
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::New(_) => "created",
            Self::Open(..) => "initialized",
            Self::Closed => "closed",
        })
    }
}

impl Runner {
    /// A runner without options.
    #[must_use]
    pub fn new() -> Self {
        RunOptions::new().build()
    }

    /// The options of a runner, to be set.
    #[must_use]
    pub fn builder() -> RunOptions {
        RunOptions::new()
    }

    /// Runs a coroutine to its end: `Runner.run()`.
    ///
    /// # Errors
    /// `RuntimeError` if a loop runs on this thread or the runner is closed; `KeyboardInterrupt` after
    /// Ctrl-C; what the coroutine raised.
    pub fn run<T: 'static, F>(&mut self, coroutine: Coroutine<F>) -> Result<T, Exception>
    where
        F: StdFuture<Output = Result<T, Exception>> + 'static,
    {
        Self::check_outside()?;
        let context = self.open()?.1;
        self.run_in(context, coroutine)
    }

    /// As [`run`](Self::run), in the given context: `Runner.run(…, context=…)`.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn run_in<T: 'static, F>(
        &mut self,
        context: Context,
        coroutine: Coroutine<F>,
    ) -> Result<T, Exception>
    where
        F: StdFuture<Output = Result<T, Exception>> + 'static,
    {
        Self::check_outside()?;
        let (event_loop, _) = self.open()?;
        let task = TaskOptions::new().context(context).spawn_on(&event_loop, coroutine)?;
        let main = crate::task::AnyTask::clone(&task);
        let interrupts = &event_loop.core().interrupts;
        interrupts.begin_main(main.clone());
        let outcome = event_loop.run_until_complete(task);
        let interrupted = interrupts.end_main();
        match outcome {
            Err(error)
                if interrupted && error.is_instance::<CancelledError>() && main.uncancel() == 0 =>
            {
                Err(KeyboardInterrupt::new(()))
            }
            outcome => outcome,
        }
    }

    /// An error if a loop runs on this thread.
    fn check_outside() -> Result<(), Exception> {
        if get_running_loop().is_err() {
            return Ok(());
        }
        Err(RuntimeError::new("Runner.run() cannot be called from a running event loop"))
    }

    /// The loop: `Runner.get_loop()`.
    ///
    /// # Errors
    /// `RuntimeError` if the runner is closed.
    pub fn get_loop(&mut self) -> Result<EventLoop, Exception> {
        Ok(self.open()?.0)
    }

    fn open(&mut self) -> Result<(EventLoop, Context), Exception> {
        match &mut self.state {
            State::Closed => return Err(RuntimeError::new("Runner is closed")),
            State::Open(event_loop, context) => return Ok((event_loop.clone(), context.clone())),
            State::New(options) => {
                let options = std::mem::take(options);
                self.sets_loop = options.loop_factory.is_none();
                let event_loop = options.make_loop();
                if self.sets_loop {
                    set_event_loop(Some(&event_loop));
                }
                self.state = State::Open(event_loop, copy_context());
            }
        }
        self.open()
    }

    /// Ends what is left, then closes the loop: `Runner.close()` (rule 2). Harmless if it is closed.
    ///
    /// # Errors
    /// What leaves the loop meanwhile: `KeyboardInterrupt`, `SystemExit`.
    pub fn close(&mut self) -> Result<(), Exception> {
        let State::Open(event_loop, _) = std::mem::replace(&mut self.state, State::Closed) else {
            return Ok(());
        };
        let ended = cancel_all_tasks(&event_loop)
            .and_then(|()| event_loop.run_until_complete(event_loop.shutdown_asyncgens()))
            .and_then(|()| {
                let joined = event_loop.shutdown_default_executor(THREAD_JOIN_TIMEOUT);
                event_loop.run_until_complete(joined)
            });
        if self.sets_loop {
            set_event_loop(None);
        }
        ended.and(event_loop.close())
    }
}

impl Default for Runner {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        if let Err(error) = self.close() {
            let context = ExceptionContext::new("exception while a Runner was dropped");
            crate::event_loop::report_by_default(&context.with_exception(error));
        }
    }
}

/// Cancels what is left, runs it to its end and reports what it raised (rule 2).
fn cancel_all_tasks(event_loop: &EventLoop) -> Result<(), Exception> {
    let tasks = event_loop.all_tasks();
    if tasks.is_empty() {
        return Ok(());
    }
    for task in &tasks {
        task.cancel();
    }
    event_loop.run_until_complete(gather_existing(&tasks))?;
    for task in tasks {
        if let Ok(Some(error)) = task.exception() {
            let message = "unhandled exception during asyncio.run() shutdown";
            let mut context = ExceptionContext::new(message).with_exception(error);
            context.task = Some(task);
            event_loop.call_exception_handler(&context)?;
        }
    }
    Ok(())
}

/// Runs a coroutine on a new loop, ends what it left behind, and gives its result: `asyncio.run()`.
///
/// # Errors
/// `RuntimeError` if a loop runs on this thread; `KeyboardInterrupt` after Ctrl-C; what the coroutine
/// raised.
///
/// # Examples
/// ```
/// assert_eq!(asyncpy_runtime::run(asyncpy_runtime::sleep_with(0.01, "done"))?, "done");
/// # Ok::<(), asyncpy_runtime::Exception>(())
/// ```
pub fn run<T: 'static, F>(coroutine: Coroutine<F>) -> Result<T, Exception>
where
    F: StdFuture<Output = Result<T, Exception>> + 'static,
{
    RunOptions::new().run(coroutine)
}

impl RunOptions {
    /// As [`run`], with these options.
    ///
    /// # Errors
    /// As [`run`].
    pub fn run<T: 'static, F>(self, coroutine: Coroutine<F>) -> Result<T, Exception>
    where
        F: StdFuture<Output = Result<T, Exception>> + 'static,
    {
        if get_running_loop().is_ok() {
            let text = "asyncio.run() cannot be called from a running event loop";
            return Err(RuntimeError::new(text));
        }
        let mut runner = self.build();
        let outcome = runner.run(coroutine);
        let closed = runner.close();
        match (outcome, closed) {
            (outcome, Ok(())) => outcome,
            (Ok(_), Err(error)) => Err(error),
            (Err(first), Err(error)) => {
                error.chain_context(&first);
                Err(error)
            }
        }
    }
}
