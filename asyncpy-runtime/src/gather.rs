//! `asyncio.gather`.
//!
//! Terms: the *children* are the futures that are gathered, the *outer* future is what gather gives.
//!
//! Rules:
//! 1. Coroutines become tasks in the order of the arguments; results keep that order (B35).
//! 2. A future that is given twice is one child with two places (B39).
//! 3. The bookkeeping of a child runs one iteration after the child ended, the awaiter one later (B36);
//!    children that are done at the call are counted inside it (B40).
//! 4. The first exception ends the outer future; the other children run on, and their exceptions count as
//!    retrieved (B37). With `return_exceptions` they are results, cancellations too (B38).
//! 5. Cancelling the outer future cancels the children; it ends when they allow it (C15, C16), whatever they
//!    ended with, by `CancelledError`: with `return_exceptions`, by the one that the child of the last place
//!    has to give. It is never `cancelled()` itself (C17).
//! 6. The tasks that gather makes are its own: one that is destroyed while it is pending is not reported.
//! 7. The loop is the one of the first future given; a coroutine in the first place takes the running loop,
//!    else this thread's.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::rc::Rc;

use crate::awaitable::Awaitable;
use crate::event_loop::{EventLoop, get_event_loop};
use crate::exception::{CancelledError, Exception};
use crate::future::Future;
use crate::task::{AnyFuture, AnyTask, Callback, CancelHook, DoneCallback};

/// Collects the results, typed, once all children are done.
type Collect<T> = Box<dyn FnOnce() -> Result<T, Exception>>;

/// The bookkeeping of one gather.
struct Gathering<T: 'static> {
    outer: Future<T>,
    remaining: Cell<usize>,
    return_exceptions: bool,
    cancel_requested: Rc<Cell<bool>>,
    /// The child of the last place.
    last: RefCell<Option<AnyFuture>>,
    collect: RefCell<Option<Collect<T>>>,
}

impl<T: 'static> DoneCallback for Gathering<T> {
    fn call(&self, child: &AnyFuture) -> Result<(), Exception> {
        self.remaining.set(self.remaining.get() - 1);
        if self.outer.done() {
            if !child.cancelled() {
                drop(child.exception()); // rule 4: it counts as retrieved
            }
            return Ok(());
        }
        if !self.return_exceptions
            && let Err(error) = child.outcome()
        {
            return self.end(Err(error));
        }
        if self.remaining.get() > 0 {
            return Ok(());
        }
        let Some(collect) = self.collect.take() else { return Ok(()) };
        let results = collect(); // what it looks at counts as retrieved, whatever is made of it
        if self.cancel_requested.get() {
            let last = self.last.take().unwrap_or_else(|| child.clone());
            return self.end(Err(last.make_cancelled_error()));
        }
        self.end(results)
    }

    fn awaited_by(&self) -> Option<AnyFuture> {
        Some(AnyFuture::clone(&self.outer))
    }
}

impl<T: 'static> Gathering<T> {
    fn end(&self, outcome: Result<T, Exception>) -> Result<(), Exception> {
        self.collect.take();
        self.last.take();
        match outcome {
            Ok(results) => self.outer.set_result(results),
            Err(error) => self.outer.set_exception(error),
        }
    }
}

/// `cancel` of the outer future (rule 5).
struct CancelChildren {
    children: Vec<AnyFuture>,
    requested: Rc<Cell<bool>>,
}

impl CancelHook for CancelChildren {
    fn cancel(&self, message: Option<Rc<str>>) -> bool {
        let mut any = false;
        for child in &self.children {
            any |= child.request_cancel(message.clone());
        }
        if any {
            self.requested.set(true);
        }
        any
    }
}

/// The children of one gather, as they are added.
pub(crate) struct Children {
    /// The loop, once it is known (rule 7).
    event_loop: Option<EventLoop>,
    all: Vec<AnyFuture>,
    seen: HashSet<*const ()>,
    unique: Vec<AnyFuture>,
    failed: Option<Exception>,
}

impl Children {
    /// None yet.
    pub(crate) fn new() -> Self {
        Self {
            event_loop: None,
            all: Vec::new(),
            seen: HashSet::new(),
            unique: Vec::new(),
            failed: None,
        }
    }

    /// Adds one; a coroutine becomes a task (rule 1). After an error nothing more is added.
    pub(crate) fn add<A: Awaitable>(&mut self, awaitable: A) -> Option<Future<A::Output>> {
        if self.failed.is_some() {
            return None;
        }
        let event_loop =
            self.event_loop.clone().or_else(|| awaitable.get_loop()).unwrap_or_else(get_event_loop);
        let added = awaitable.adopt_on(&event_loop);
        self.event_loop = Some(event_loop);
        match added {
            Err(error) => {
                self.failed = Some(error);
                None
            }
            Ok(future) => {
                self.push(AnyFuture::clone(&future));
                Some(future)
            }
        }
    }

    /// Adds a future (rule 2).
    fn push(&mut self, future: AnyFuture) {
        if self.seen.insert(future.as_ptr().cast()) {
            self.unique.push(future.clone());
        }
        self.all.push(future);
    }

    /// The outer future (rules 3 and 4).
    pub(crate) fn gather<T: 'static>(
        self,
        return_exceptions: bool,
        collect: impl FnOnce() -> Result<T, Exception> + 'static,
    ) -> Future<T> {
        let outer = self.event_loop.unwrap_or_else(get_event_loop).create_future::<T>();
        let cancel_requested = Rc::new(Cell::new(false));
        let gathering = Gathering {
            outer: outer.second(),
            remaining: Cell::new(self.unique.len()),
            return_exceptions,
            cancel_requested: Rc::clone(&cancel_requested),
            last: RefCell::new(self.all.last().cloned()),
            collect: RefCell::new(Some(Box::new(collect))),
        };
        if let Some(error) = self.failed {
            outer.finish_with(error);
            return outer;
        }
        if self.unique.is_empty() {
            let collect = gathering.collect.take().expect("set above");
            // A new future takes its first result.
            gathering.end(collect()).expect("the outer future is new");
            return outer;
        }
        let gathering: Rc<dyn DoneCallback> = Rc::new(gathering);
        let mut done = Vec::new();
        for child in self.unique {
            if child.done() {
                done.push(child);
            } else {
                child.add_callback(Callback::Internal(Rc::clone(&gathering)));
            }
        }
        let hook = CancelChildren { children: self.all, requested: cancel_requested };
        outer.with_rare(|rare| rare.cancel_hook = Some(Rc::new(hook)));
        for child in done {
            // Bookkeeping fails only where the outer future was ended from outside: then it is over.
            let _ = gathering.call(&child);
        }
        outer
    }
}

/// Ends when all tasks have, without a look at their results.
pub(crate) fn gather_existing(tasks: &[AnyTask]) -> Future<()> {
    let mut children = Children::new();
    for task in tasks {
        children.event_loop.get_or_insert_with(|| task.get_loop());
        children.push(AnyFuture::clone(task));
    }
    children.gather(true, || Ok(()))
}

/// A child's result as `return_exceptions` gives it (rule 4).
pub(crate) fn result_or_exception<T: 'static>(child: &Future<T>) -> Result<T, Exception> {
    if child.cancelled() {
        let message = child.cancel_message();
        return Err(CancelledError::new(message.as_deref().unwrap_or("")));
    }
    child.take_result()
}

/// Runs awaitables side by side and gives their results in order: `asyncio.gather(*aws)`.
///
/// The first exception is raised; the others run on. `gather!` also takes awaitables of different types.
///
/// # Examples
/// ```
/// use asyncpy_runtime::{gather, new_event_loop, sleep_with};
///
/// let event_loop = new_event_loop();
/// asyncpy_runtime::set_event_loop(Some(&event_loop));
/// let both = gather([sleep_with(0.02, 'a'), sleep_with(0.01, 'b')]);
/// assert_eq!(event_loop.run_until_complete(both)?, ['a', 'b']);
/// # Ok::<(), asyncpy_runtime::Exception>(())
/// ```
pub fn gather<I>(awaitables: I) -> Future<Vec<<I::Item as Awaitable>::Output>>
where
    I: IntoIterator,
    I::Item: Awaitable,
{
    let (children, futures) = add_all(awaitables);
    children.gather(false, move || futures.iter().map(Future::take_result).collect())
}

/// As [`gather`], and exceptions are results: `asyncio.gather(*aws, return_exceptions=True)`.
pub fn gather_exceptions<I>(
    awaitables: I,
) -> Future<Vec<Result<<I::Item as Awaitable>::Output, Exception>>>
where
    I: IntoIterator,
    I::Item: Awaitable,
{
    let (children, futures) = add_all(awaitables);
    children.gather(true, move || Ok(futures.iter().map(result_or_exception).collect()))
}

fn add_all<I>(awaitables: I) -> (Children, Vec<Future<<I::Item as Awaitable>::Output>>)
where
    I: IntoIterator,
    I::Item: Awaitable,
{
    let awaitables: Vec<_> = awaitables.into_iter().collect(); // all arguments before the first task
    let mut children = Children::new();
    let futures = awaitables.into_iter().filter_map(|awaitable| children.add(awaitable)).collect();
    (children, futures)
}
