//! `concurrent.futures.Future`: a result that threads wait for.
//!
//! Rules:
//! 1. A future is pending, then perhaps running, then finished or cancelled, once. Only a pending one can be
//!    cancelled.
//! 2. Callbacks are called in the order in which they were added, by the thread that ends the future; on one that
//!    is done, at once by the caller. No lock is held meanwhile.
//! 3. A result can be looked at by everyone if it is `Clone`; [`Future::take`] moves it out.
//! 4. Waiting blocks the thread, so the thread of an event loop should await instead (`wrap_future`).

use std::any::type_name;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::{CancelledError, InvalidStateError};
use crate::event_loop::{CallbackResult, ExceptionContext, report_by_default};
use crate::exception::{Exception, RemoteException, RuntimeError, TimeoutError};
use crate::seconds::OptionalSeconds;

/// A result that another thread will give: `concurrent.futures.Future`.
///
/// Cloning gives another handle to the same future.
///
/// # Examples
/// ```
/// use asyncpy_runtime::concurrent::Future;
///
/// let future = Future::new();
/// let setter = future.clone();
/// std::thread::spawn(move || setter.set_result(7).unwrap());
/// assert_eq!(future.result(None)?, 7);
/// # Ok::<(), asyncpy_runtime::Exception>(())
/// ```
pub struct Future<T> {
    shared: Arc<Shared<T>>,
}

struct Shared<T> {
    state: Mutex<State<T>>,
    done: Condvar,
}

struct State<T> {
    stage: Stage,
    /// What a finished future ended with; nothing once the value was moved out.
    outcome: Option<Result<T, RemoteException>>,
    callbacks: Vec<Callback<T>>,
}

type Callback<T> = Box<dyn FnOnce(&Future<T>) -> Result<(), Exception> + Send>;

/// How far a future is (rule 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Pending,
    Running,
    Cancelled,
    /// Cancelled, and the executor knows.
    CancelledAndNotified,
    Finished,
}

impl Stage {
    fn is_done(self) -> bool {
        matches!(self, Self::Cancelled | Self::CancelledAndNotified | Self::Finished)
    }

    fn name(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Running => "RUNNING",
            Self::Cancelled => "CANCELLED",
            Self::CancelledAndNotified => "CANCELLED_AND_NOTIFIED",
            Self::Finished => "FINISHED",
        }
    }
}

impl<T> Future<T> {
    /// A pending future. Executors make them; programs do in tests.
    #[must_use]
    pub fn new() -> Self {
        let state = State { stage: Stage::Pending, outcome: None, callbacks: Vec::new() };
        Self { shared: Arc::new(Shared { state: Mutex::new(state), done: Condvar::new() }) }
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.shared.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Cancels it, if it is not running or done: `Future.cancel()`. Whether it is cancelled.
    #[expect(clippy::must_use_candidate, reason = "most callers do not care")]
    pub fn cancel(&self) -> bool {
        let mut state = self.lock();
        match state.stage {
            Stage::Running | Stage::Finished => return false,
            Stage::Cancelled | Stage::CancelledAndNotified => return true,
            Stage::Pending => state.stage = Stage::Cancelled,
        }
        self.announce(state);
        true
    }

    /// Whether it was cancelled: `Future.cancelled()`.
    #[must_use]
    pub fn cancelled(&self) -> bool {
        matches!(self.lock().stage, Stage::Cancelled | Stage::CancelledAndNotified)
    }

    /// Whether its function is being called: `Future.running()`.
    #[must_use]
    pub fn running(&self) -> bool {
        self.lock().stage == Stage::Running
    }

    /// Whether it was cancelled or finished: `Future.done()`.
    #[must_use]
    pub fn done(&self) -> bool {
        self.lock().stage.is_done()
    }

    /// Marks it as running, unless it was cancelled, which the answer tells:
    /// `Future.set_running_or_notify_cancel()`. For executors.
    ///
    /// # Errors
    /// `RuntimeError` if this was called before, or the future is finished.
    pub fn set_running_or_notify_cancel(&self) -> Result<bool, Exception> {
        let mut state = self.lock();
        match state.stage {
            Stage::Cancelled => {
                state.stage = Stage::CancelledAndNotified;
                Ok(false)
            }
            Stage::Pending => {
                state.stage = Stage::Running;
                Ok(true)
            }
            _ => Err(RuntimeError::new("Future in unexpected state")),
        }
    }

    /// Ends it with a value: `Future.set_result()`. For executors.
    ///
    /// # Errors
    /// `InvalidStateError` if it is done; the value is dropped then.
    pub fn set_result(&self, result: T) -> Result<(), Exception> {
        self.set_outcome(Ok(result))
    }

    /// Ends it with an exception: `Future.set_exception()`. For executors.
    ///
    /// # Errors
    /// `InvalidStateError` if it is done.
    pub fn set_exception(&self, exception: impl Into<RemoteException>) -> Result<(), Exception> {
        self.set_outcome(Err(exception.into()))
    }

    pub(crate) fn set_outcome(&self, outcome: Result<T, RemoteException>) -> Result<(), Exception> {
        let mut state = self.lock();
        if state.stage.is_done() {
            let text = format!("{}: {:?}", state.stage.name(), self.repr(&state));
            drop(state); // before the outcome: its destructor may come here again
            return Err(InvalidStateError::new(text));
        }
        state.stage = Stage::Finished;
        state.outcome = Some(outcome);
        self.announce(state);
        Ok(())
    }

    /// Wakes the threads that wait, then calls the callbacks (rule 2).
    fn announce(&self, mut state: MutexGuard<'_, State<T>>) {
        let callbacks = std::mem::take(&mut state.callbacks);
        drop(state);
        self.shared.done.notify_all();
        for callback in callbacks {
            self.call(callback);
        }
    }

    fn call(&self, callback: Callback<T>) {
        let outcome = catch_unwind(AssertUnwindSafe(|| callback(self)));
        if let Err(error) = outcome.unwrap_or_else(|panic| Err(Exception::from_panic(panic))) {
            let context = ExceptionContext::new(format!("exception calling callback for {self:?}"));
            report_by_default(&context.with_exception(error));
        }
    }

    /// Calls `callback` with the future when it is done (rule 2): `Future.add_done_callback()`.
    ///
    /// An exception of the callback is written to stderr.
    pub fn add_done_callback<C, R>(&self, callback: C)
    where
        C: FnOnce(&Self) -> R + Send + 'static,
        R: CallbackResult,
    {
        let callback: Callback<T> = Box::new(|future| callback(future).into_result());
        let mut state = self.lock();
        if state.stage.is_done() {
            drop(state);
            self.call(callback);
        } else {
            state.callbacks.push(callback);
        }
    }

    /// Waits until it is done, at most `timeout` seconds.
    fn wait(&self, timeout: impl OptionalSeconds) -> Result<MutexGuard<'_, State<T>>, Exception> {
        // A deadline that no clock reaches is none.
        let deadline = timeout.optional_seconds().and_then(|seconds| {
            let timeout = Duration::try_from_secs_f64(seconds.max(0.0)).ok()?;
            Instant::now().checked_add(timeout)
        });
        let mut state = self.lock();
        while !state.stage.is_done() {
            state = match deadline {
                None => self.shared.done.wait(state).unwrap_or_else(PoisonError::into_inner),
                Some(deadline) => {
                    let left = deadline.saturating_duration_since(Instant::now());
                    if left.is_zero() {
                        return Err(TimeoutError::new(()));
                    }
                    let waited = self.shared.done.wait_timeout(state, left);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
        if state.stage == Stage::Finished { Ok(state) } else { Err(CancelledError::new(())) }
    }

    /// Waits for the result and moves it out, for results that cannot be copied; a later look at it raises
    /// `InvalidStateError`.
    ///
    /// # Errors
    /// As [`result`](Self::result).
    pub fn take(&self, timeout: impl OptionalSeconds) -> Result<T, Exception> {
        let mut state = self.wait(timeout)?;
        if let Some(Err(error)) = &state.outcome {
            let error = error.clone();
            drop(state);
            return Err(error.to_exception());
        }
        match state.outcome.take() {
            Some(Ok(value)) => Ok(value),
            _ => Err(InvalidStateError::new("the result was moved out")),
        }
    }

    /// Waits until it is done, and gives its exception, if it ended with one: `Future.exception(timeout)`.
    ///
    /// # Errors
    /// `TimeoutError` if it is not done in time, `CancelledError` of this module if it was cancelled.
    pub fn exception(&self, timeout: impl OptionalSeconds) -> Result<Option<Exception>, Exception> {
        let state = self.wait(timeout)?;
        let error = match &state.outcome {
            Some(Err(error)) => Some(error.clone()),
            _ => None,
        };
        drop(state);
        Ok(error.map(|error| error.to_exception()))
    }

    fn repr(&self, state: &State<T>) -> Repr {
        let ended = match (state.stage, &state.outcome) {
            (Stage::Finished, Some(Err(error))) => format!(" raised {}", error.class().name()),
            (Stage::Finished, _) => {
                let path = type_name::<T>().split('<').next().unwrap_or_default();
                format!(" returned {}", path.rsplit("::").next().unwrap_or_default())
            }
            _ => String::new(),
        };
        let stage = match state.stage {
            Stage::CancelledAndNotified => "cancelled".to_owned(),
            stage => stage.name().to_lowercase(),
        };
        Repr(format!("<Future at {:p} state={stage}{ended}>", Arc::as_ptr(&self.shared)))
    }
}

impl<T: Clone> Future<T> {
    /// Waits for the result, at most `timeout` seconds, and gives a copy of it: `Future.result(timeout)`.
    ///
    /// # Errors
    /// `TimeoutError` if it is not done in time, `CancelledError` of this module if it was cancelled, and the
    /// exception it ended with.
    pub fn result(&self, timeout: impl OptionalSeconds) -> Result<T, Exception> {
        let state = self.wait(timeout)?;
        match &state.outcome {
            Some(Ok(value)) => Ok(value.clone()),
            Some(Err(error)) => {
                let error = error.clone();
                drop(state);
                Err(error.to_exception())
            }
            None => Err(InvalidStateError::new("the result was moved out")),
        }
    }
}

/// A text that prints as it is.
struct Repr(String);

impl fmt::Debug for Repr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<T> Default for Future<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Clone for Future<T> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared) }
    }
}

impl<T> fmt::Debug for Future<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.repr(&self.lock()), f)
    }
}
