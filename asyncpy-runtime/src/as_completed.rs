//! `asyncio.as_completed`.
//!
//! Rules:
//! 1. A future that ends goes into a queue one iteration later, its consumer continues one after that; what is
//!    in the queue already costs nothing (B45).
//! 2. When the time is over, every future that has not ended stands for one `TimeoutError`; nothing is
//!    cancelled (B46).
//! 3. Iterated plainly it gives coroutines of the results; iterated by `async_for!` it gives the very futures
//!    (B47).

use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet};
use std::future::Future as StdFuture;
use std::rc::Rc;

use crate::async_iterator::AsyncIterator;
use crate::awaitable::Awaitable;
use crate::coroutine::{Code, Coroutine};
use crate::event_loop::{TimerHandle, get_event_loop};
use crate::exception::{Exception, StopAsyncIteration, TimeoutError};
use crate::future::Future;
use crate::queues::Queue;
use crate::seconds::OptionalSeconds;
use crate::task::{AnyFuture, Callback, DoneCallback};

/// Futures in the order in which they end: what [`as_completed`] gives.
pub struct AsCompleted<T: 'static> {
    shared: Rc<Shared<T>>,
    left: usize,
}

struct Shared<T: 'static> {
    /// Those that have not ended, by their place among the arguments.
    todo: RefCell<BTreeMap<usize, Future<T>>>,
    /// Those that have, and `None` for each that ran out of time.
    done: Queue<Option<Future<T>>>,
    timer: RefCell<Option<TimerHandle>>,
}

/// The end of one of them.
struct Ended<T: 'static> {
    shared: Rc<Shared<T>>,
    place: usize,
}

impl<T: 'static> DoneCallback for Ended<T> {
    fn call(&self, _future: &AnyFuture) -> Result<(), Exception> {
        let shared = &*self.shared;
        let ended = shared.todo.borrow_mut().remove(&self.place);
        let Some(ended) = ended else { return Ok(()) }; // the time was over first
        shared.done.put_nowait(Some(ended))?;
        if shared.todo.borrow().is_empty()
            && let Some(timer) = shared.timer.take()
        {
            timer.cancel();
        }
        Ok(())
    }

    fn awaited_by(&self) -> Option<AnyFuture> {
        self.shared.done.first_getter()
    }
}

impl<T: 'static> Shared<T> {
    fn time_out(&self) -> Result<(), Exception> {
        for _late in self.todo.take() {
            self.done.put_nowait(None)?;
        }
        Ok(())
    }
}

/// Runs awaitables side by side and gives them as they end: `asyncio.as_completed()`.
///
/// # Errors
/// `RuntimeError` if the loop is closed.
pub fn as_completed<I>(
    awaitables: I,
    timeout: impl OptionalSeconds,
) -> Result<AsCompleted<<I::Item as Awaitable>::Output>, Exception>
where
    I: IntoIterator,
    I::Item: Awaitable,
{
    let event_loop = get_event_loop();
    let mut todo: Vec<Future<_>> = Vec::new();
    let mut seen = HashSet::new();
    for awaitable in awaitables {
        let future = awaitable.ensure_future_on(&event_loop)?;
        if seen.insert(future.as_ptr()) {
            todo.push(future);
        }
    }
    let left = todo.len();
    let futures: Vec<AnyFuture> = todo.iter().map(|future| AnyFuture::clone(future)).collect();
    let shared = Rc::new(Shared {
        todo: RefCell::new(todo.into_iter().enumerate().collect()),
        done: Queue::new(0),
        timer: RefCell::default(),
    });
    for (place, future) in futures.into_iter().enumerate() {
        let ended = Ended { shared: Rc::clone(&shared), place };
        future.add_callback(Callback::Internal(Rc::new(ended)));
    }
    if left > 0
        && let Some(timeout) = timeout.optional_seconds()
    {
        let on_time_out = Rc::clone(&shared);
        let timer = event_loop.call_later(timeout, move || on_time_out.time_out())?;
        shared.timer.replace(Some(timer));
    }
    Ok(AsCompleted { shared, left })
}

impl<T: 'static> AsCompleted<T> {
    fn take_one(&mut self) -> Option<Rc<Shared<T>>> {
        self.left = self.left.checked_sub(1)?;
        Some(Rc::clone(&self.shared))
    }
}

async fn wait_for_one<T: 'static>(shared: Rc<Shared<T>>) -> Result<Future<T>, Exception> {
    shared.done.get().await?.ok_or_else(|| TimeoutError::new(()))
}

static CODE: Code = Code { name: "_wait_for_one", file: file!(), line: line!() };

impl<T: 'static> Iterator for AsCompleted<T> {
    type Item = Coroutine<std::pin::Pin<Box<dyn StdFuture<Output = Result<T, Exception>>>>>;

    fn next(&mut self) -> Option<Self::Item> {
        let shared = self.take_one()?;
        let wait = async move { wait_for_one(shared).await?.take_result() };
        Some(Coroutine::new(&CODE, Box::pin(wait)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<T: 'static> AsyncIterator for AsCompleted<T> {
    type Item = Future<T>;

    fn __anext__(&mut self) -> Coroutine<impl StdFuture<Output = Result<Future<T>, Exception>>> {
        let shared = self.take_one();
        Coroutine::new(&CODE, async move {
            match shared {
                Some(shared) => wait_for_one(shared).await,
                None => Err(StopAsyncIteration::new(())),
            }
        })
    }
}

impl<T: 'static> std::fmt::Debug for AsCompleted<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AsCompleted").field("left", &self.left).finish_non_exhaustive()
    }
}
