//! What can be awaited by others: coroutines, tasks and futures.

use std::future::Future as StdFuture;

use crate::coroutine::Coroutine;
use crate::event_loop::{EventLoop, get_running_loop};
use crate::exception::{Exception, ValueError};
use crate::future::Future;
use crate::task::{AnyFuture, Task};

/// What `gather`, `ensure_future` and `run_until_complete` take: coroutines, which become tasks, and
/// tasks and futures, which stay what they are.
#[diagnostic::on_unimplemented(
    message = "An asyncio.Future, a coroutine or an awaitable is required, not `{Self}`",
    label = "not a coroutine, a task or a future of asyncpy",
    note = "wrap a future of another crate in a coroutine: `coroutine! {{ other.await }}`"
)]
pub trait Awaitable: Sized {
    /// What awaiting gives.
    type Output: 'static;

    /// The loop that it belongs to; a coroutine belongs to none.
    fn get_loop(&self) -> Option<EventLoop>;

    /// Whether it becomes a new task.
    fn is_coroutine(&self) -> bool {
        self.get_loop().is_none()
    }

    /// The future or task itself, or a new task of the loop, for which the caller answers: it is not
    /// reported if it is destroyed while it is pending.
    ///
    /// # Errors
    /// As [`ensure_future_on`](Self::ensure_future_on).
    #[doc(hidden)]
    fn adopt_on(self, event_loop: &EventLoop) -> Result<Future<Self::Output>, Exception> {
        let is_new = self.is_coroutine();
        let future = self.ensure_future_on(event_loop)?;
        if is_new && let Some(task) = future.as_task() {
            task.be_quiet();
        }
        Ok(future)
    }

    /// The future or task itself, or a new task of the loop.
    ///
    /// # Errors
    /// `ValueError` if it belongs to another loop, `RuntimeError` if the loop is closed.
    fn ensure_future_on(self, event_loop: &EventLoop) -> Result<Future<Self::Output>, Exception>;
}

impl<T, F> Awaitable for Coroutine<F>
where
    T: 'static,
    F: StdFuture<Output = Result<T, Exception>> + 'static, // a task may not borrow: take `self: Rc<Self>` or owned arguments
{
    type Output = T;

    fn get_loop(&self) -> Option<EventLoop> {
        None
    }

    fn ensure_future_on(self, event_loop: &EventLoop) -> Result<Future<T>, Exception> {
        event_loop.create_task(self).map(Future::from)
    }
}

impl<T: 'static> Awaitable for Future<T> {
    type Output = T;

    fn get_loop(&self) -> Option<EventLoop> {
        Some(AnyFuture::get_loop(self))
    }

    fn ensure_future_on(self, event_loop: &EventLoop) -> Result<Self, Exception> {
        if AnyFuture::get_loop(&self).is(event_loop) {
            Ok(self)
        } else {
            let text = "The future belongs to a different loop than the one specified as the loop argument";
            Err(ValueError::new(text))
        }
    }
}

impl<T: 'static> Awaitable for Task<T> {
    type Output = T;

    fn get_loop(&self) -> Option<EventLoop> {
        Some(AnyFuture::get_loop(self))
    }

    fn ensure_future_on(self, event_loop: &EventLoop) -> Result<Future<T>, Exception> {
        Future::from(self).ensure_future_on(event_loop)
    }
}

impl<T: Clone + 'static> Awaitable for &Future<T> {
    type Output = T;

    fn get_loop(&self) -> Option<EventLoop> {
        Some(AnyFuture::get_loop(self))
    }

    fn ensure_future_on(self, event_loop: &EventLoop) -> Result<Future<T>, Exception> {
        self.clone().ensure_future_on(event_loop)
    }
}

impl<T: Clone + 'static> Awaitable for &Task<T> {
    type Output = T;

    fn get_loop(&self) -> Option<EventLoop> {
        Some(AnyFuture::get_loop(self))
    }

    fn ensure_future_on(self, event_loop: &EventLoop) -> Result<Future<T>, Exception> {
        self.clone().ensure_future_on(event_loop)
    }
}

/// A future or task as it is; a coroutine as a new task of the running loop, else of this thread's loop:
/// `asyncio.ensure_future()`.
///
/// # Errors
/// `RuntimeError` if the loop is closed.
pub fn ensure_future<A: Awaitable>(awaitable: A) -> Result<Future<A::Output>, Exception> {
    let event_loop = match get_running_loop() {
        Ok(running) => running,
        Err(_) => crate::event_loop::get_event_loop(),
    };
    awaitable.ensure_future_on(&event_loop)
}
