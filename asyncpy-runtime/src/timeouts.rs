//! `asyncio.timeout`, `timeout_at` and `wait_for`.
//!
//! Rules:
//! 1. When the deadline comes, a timer cancels the task that entered the block (B52); a deadline that is not in
//!    the future is queued at entry, and acts at the first suspension (B53).
//! 2. At the exit the request is taken back. If no other one came meanwhile, the `CancelledError` becomes a
//!    `TimeoutError` caused by it; else it stays (C25, C26). Another exception stays what it is (C27).
//! 3. Of nested timeouts only the one that expired converts (B55).
//! 4. `wait_for` is such a block around a plain await, in the calling task (B48). With a timeout of 0 or less a
//!    coroutine is made a task and cancelled before it starts; a future that is done gives its result (B50).

use std::cell::{Cell, RefCell};
use std::fmt;
use std::future::{Future as StdFuture, IntoFuture};
use std::rc::Rc;

use crate::awaitable::Awaitable;
use crate::context_manager::AsyncContextManager;
use crate::coroutine::{Code, Coroutine};
use crate::event_loop::{Handle, get_running_loop};
use crate::exception::{CancelledError, Exception, RuntimeError, TimeoutError};
use crate::seconds::OptionalSeconds;
use crate::task::{AnyFuture, AnyTask, current};
use crate::wait::Registered;

/// How far a timeout is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Created,
    Active,
    Expiring,
    Expired,
    Finished,
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Created => "created",
            Self::Active => "active",
            Self::Expiring => "expiring",
            Self::Expired => "expired",
            Self::Finished => "finished",
        })
    }
}

/// A block with a deadline: what [`timeout`] gives to `async_with!`.
///
/// Cloning gives another handle to the same timeout.
#[derive(Clone)]
pub struct Timeout {
    inner: Rc<Inner>,
}

struct Inner {
    state: Cell<State>,
    when: Cell<Option<f64>>,
    timer: RefCell<Option<Handle>>,
    task: RefCell<Option<AnyTask>>,
    /// The task's count of requests at entry.
    cancelling: Cell<u32>,
}

/// A block that is cancelled after `delay` seconds, or never for `None`: `asyncio.timeout()`.
///
/// # Errors
/// `RuntimeError` if no loop runs on this thread.
pub fn timeout(delay: impl OptionalSeconds) -> Result<Timeout, Exception> {
    let event_loop = get_running_loop()?;
    Ok(timeout_at(delay.optional_seconds().map(|delay| event_loop.time() + delay)))
}

/// A block that is cancelled when the loop's clock shows `when`, or never for `None`:
/// `asyncio.timeout_at()`.
#[must_use]
pub fn timeout_at(when: impl OptionalSeconds) -> Timeout {
    Timeout {
        inner: Rc::new(Inner {
            state: Cell::new(State::Created),
            when: Cell::new(when.optional_seconds()),
            timer: RefCell::default(),
            task: RefCell::default(),
            cancelling: Cell::new(0),
        }),
    }
}

impl Timeout {
    /// The deadline on the loop's clock: `Timeout.when()`.
    #[must_use]
    pub fn when(&self) -> Option<f64> {
        self.inner.when.get()
    }

    /// Whether the deadline was reached inside the block: `Timeout.expired()`.
    #[must_use]
    pub fn expired(&self) -> bool {
        matches!(self.inner.state.get(), State::Expiring | State::Expired)
    }

    /// Moves the deadline, or takes it away: `Timeout.reschedule()`.
    ///
    /// # Errors
    /// `RuntimeError` outside of the block, and after the deadline.
    pub fn reschedule(&self, when: impl OptionalSeconds) -> Result<(), Exception> {
        match self.inner.state.get() {
            State::Active => {}
            State::Created => return Err(RuntimeError::new("Timeout has not been entered")),
            state => {
                return Err(RuntimeError::new(format!("Cannot change state of {state} Timeout")));
            }
        }
        let when = when.optional_seconds();
        self.inner.when.set(when);
        self.cancel_timer();
        let Some(when) = when else { return Ok(()) };
        let event_loop = get_running_loop()?;
        let timeout = self.clone();
        let expire = move || timeout.expire();
        let timer = if when <= event_loop.time() {
            event_loop.call_soon(expire)?
        } else {
            Handle::clone(&*event_loop.call_at(when, expire)?)
        };
        self.inner.timer.replace(Some(timer));
        Ok(())
    }

    fn cancel_timer(&self) {
        if let Some(timer) = self.inner.timer.take() {
            timer.cancel();
        }
    }

    /// The deadline came (rule 1).
    fn expire(&self) {
        let task = self.inner.task.borrow().clone();
        if let Some(task) = task {
            task.cancel();
        }
        self.inner.state.set(State::Expiring);
        self.inner.timer.take();
    }

    fn enter(&self) -> Result<(), Exception> {
        if self.inner.state.get() != State::Created {
            return Err(RuntimeError::new("Timeout has already been entered"));
        }
        let Some(task) = current::task() else {
            return Err(RuntimeError::new("Timeout should be used inside a task"));
        };
        self.inner.state.set(State::Active);
        self.inner.cancelling.set(task.cancelling());
        self.inner.task.replace(Some(task));
        self.reschedule(self.when())
    }

    /// Leaves the block; an error takes the exception's place (rule 2).
    fn exit(&self, exception: Option<&Exception>) -> Result<(), Exception> {
        self.cancel_timer();
        let task = self.inner.task.take();
        if self.inner.state.get() != State::Expiring {
            self.inner.state.set(State::Finished);
            return Ok(());
        }
        self.inner.state.set(State::Expired);
        let Some(task) = task else { return Ok(()) };
        let others = task.uncancel() > self.inner.cancelling.get();
        match exception {
            Some(exception) if !others && exception.is_instance::<CancelledError>() => {
                Err(TimeoutError::new(()).with_cause(Some(exception.clone())))
            }
            Some(exception) if !others => {
                insert_timeout_error(exception);
                for part in exception.exceptions() {
                    insert_timeout_error(part);
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

/// Puts a `TimeoutError` between the exception and the cancellation during which it was raised.
fn insert_timeout_error(exception: &Exception) {
    let mut exception = exception.clone();
    while let Some(context) = exception.context() {
        if context.is_instance::<CancelledError>() {
            let timeout = TimeoutError::new(()).with_cause(Some(context.clone()));
            timeout.set_context(&context);
            exception.set_context(&timeout);
            return;
        }
        exception = context;
    }
}

impl fmt::Debug for Timeout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.inner.state.get();
        match (state, self.when()) {
            (State::Active, Some(when)) => {
                write!(f, "<Timeout [{state}] when={}>", (when * 1e3).round() / 1e3)
            }
            (State::Active, None) => write!(f, "<Timeout [{state}] when=None>"),
            _ => write!(f, "<Timeout [{state}]>"),
        }
    }
}

impl AsyncContextManager for &Timeout {
    type Value = Timeout;

    fn __aenter__(&mut self) -> Coroutine<impl StdFuture<Output = Result<Timeout, Exception>>> {
        static CODE: Code = Code { name: "__aenter__", file: file!(), line: line!() };
        let timeout = self.clone();
        Coroutine::new(&CODE, async move { timeout.enter().map(|()| timeout) })
    }

    fn __aexit__(
        &mut self,
        exception: Option<&Exception>,
    ) -> Coroutine<impl StdFuture<Output = Result<bool, Exception>>> {
        static CODE: Code = Code { name: "__aexit__", file: file!(), line: line!() };
        Coroutine::new(&CODE, async move { self.exit(exception).map(|()| false) })
    }
}

/// Leaves the block of a `wait_for` that is dropped.
struct Entered(Timeout);

impl Drop for Entered {
    fn drop(&mut self) {
        if self.0.inner.state.get() == State::Active {
            // Without an exception nothing is raised.
            let _ = self.0.exit(None);
        }
    }
}

/// Awaits with a deadline of `timeout` seconds, or none for `None`: `asyncio.wait_for()`.
///
/// # Errors
/// The await raises `TimeoutError` after the deadline, when what was awaited has ended its clean-up (B49);
/// else what was awaited raised.
pub fn wait_for<A>(
    awaitable: A,
    timeout: impl OptionalSeconds,
) -> Coroutine<impl StdFuture<Output = Result<A::Value, Exception>>>
where
    A: WaitedFor,
{
    static CODE: Code = Code { name: "wait_for", file: file!(), line: line!() };
    let timeout = timeout.optional_seconds();
    Coroutine::new(&CODE, async move {
        if timeout.is_some_and(|timeout| timeout <= 0.0) {
            return awaitable.cancel_unless_done().await;
        }
        let block = self::timeout(timeout)?;
        block.enter()?;
        let entered = Entered(block);
        let outcome = awaitable.into_future().await;
        entered.0.exit(outcome.as_ref().err())?;
        outcome
    })
}

/// What `wait_for` takes: coroutines, tasks and futures.
pub trait WaitedFor: IntoFuture<Output = Result<Self::Value, Exception>> {
    /// What awaiting gives.
    type Value;

    /// The result if it is there; else cancels it, waits for its end, and raises `TimeoutError` if it was
    /// cancelled by that (rule 4).
    fn cancel_unless_done(self) -> impl StdFuture<Output = Result<Self::Value, Exception>>;
}

impl<A> WaitedFor for A
where
    A: Awaitable + IntoFuture<Output = Result<<A as Awaitable>::Output, Exception>>,
{
    type Value = <A as Awaitable>::Output;

    async fn cancel_unless_done(self) -> Result<Self::Value, Exception> {
        let future = self.ensure_future_on(&get_running_loop()?)?;
        if future.done() {
            return future.take_result();
        }
        cancel_and_wait(&future).await?;
        match future.take_result() {
            Err(error) if error.is_instance::<CancelledError>() => {
                Err(TimeoutError::new(()).with_cause(Some(error)))
            }
            outcome => outcome,
        }
    }
}

/// Cancels a future and waits until it is done.
async fn cancel_and_wait(future: &AnyFuture) -> Result<(), Exception> {
    let (waiter, _registered) = Registered::one(future)?;
    future.cancel();
    waiter.await
}
