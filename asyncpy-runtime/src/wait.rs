//! `asyncio.wait`.
//!
//! Rules:
//! 1. It waits even if everything is done at the call: two iterations (B41).
//! 2. It cancels nothing, not even when it is cancelled itself (B44, C20).
//! 3. Tasks that end before the waiter runs are counted as done (B42).
//! 4. The order of the results is that of the arguments.

use std::cell::Cell;
use std::collections::HashSet;
use std::future::Future as StdFuture;
use std::rc::Rc;

use crate::coroutine::{Code, Coroutine};
use crate::event_loop::get_running_loop;
use crate::exception::{Exception, ValueError};
use crate::future::Future;
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

/// Counts the futures that are still pending.
struct Counter {
    remaining: Cell<usize>,
    waiter: Future<()>,
}

impl DoneCallback for Counter {
    fn call(&self, _future: &AnyFuture) -> Result<(), Exception> {
        self.remaining.set(self.remaining.get() - 1);
        if self.remaining.get() == 0 && !self.waiter.done() {
            self.waiter.set_result(())?;
        }
        Ok(())
    }
}

/// Takes the registrations back, however the wait ends.
struct Registered<W: Waitable> {
    futures: Vec<W>,
    counter: Rc<dyn DoneCallback>,
}

impl<W: Waitable> Drop for Registered<W> {
    fn drop(&mut self) {
        for future in &self.futures {
            future.as_any_future().forget_internal(&self.counter);
        }
    }
}

/// Waits until all tasks and futures are done: `asyncio.wait(aws)`. Gives those that are done and those
/// that are pending, which are none unless one was given twice.
///
/// # Errors
/// The await raises `ValueError` if there are none, and `CancelledError` when the waiting task is cancelled.
pub fn wait<I>(
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
        let waiter = get_running_loop()?.create_future::<()>();
        let counter = Counter { remaining: Cell::new(futures.len()), waiter: waiter.clone() };
        let counter: Rc<dyn DoneCallback> = Rc::new(counter);
        for future in &futures {
            future.as_any_future().add_callback(Callback::Internal(Rc::clone(&counter)));
        }
        let mut registered = Registered { futures, counter };
        waiter.await?;
        let futures = std::mem::take(&mut registered.futures);
        Ok(futures.into_iter().partition(|future| future.as_any_future().done()))
    })
}
