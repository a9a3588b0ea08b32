//! Locks and their kin: `asyncio.Lock`, `Event`, `Condition`, `Semaphore`, `Barrier`.
//!
//! All are handles: a clone is the same object, as every name is in Python. None belongs to a task.
//!
//! Rules:
//! 1. Whoever has to wait stands in line: waiters are woken in the order in which they came, each by a
//!    future of its own, so a waiter continues one iteration after it was chosen.
//! 2. An object is bound to the loop of the first call that has to wait; another loop's is refused.
//! 3. A waiter that is cancelled, or dropped, after it was chosen passes its turn on (C28–C31): leaving the
//!    line is what a `Place` does when it is dropped.

mod barrier;
mod condition;
mod event;
mod lock;
mod semaphore;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt;
use std::rc::{Rc, Weak};

pub use barrier::Barrier;
pub use condition::Condition;
pub use event::Event;
pub use lock::Lock;
pub use semaphore::{BoundedSemaphore, Semaphore};

use crate::event_loop::{LoopCore, running_core};
use crate::exception::{Exception, RuntimeError};
use crate::future::Future;

/// The loop that an object is bound to (rule 2).
#[derive(Default)]
pub(crate) struct LoopBound {
    event_loop: RefCell<Option<Weak<LoopCore>>>,
}

impl LoopBound {
    /// A future of the loop, which is the running one.
    ///
    /// # Errors
    /// `RuntimeError` if no loop runs, or the object is bound to another.
    pub(crate) fn create_future<T: 'static>(
        &self,
        object: &dyn fmt::Debug,
    ) -> Result<Future<T>, Exception> {
        let running = running_core()?;
        let mut bound = self.event_loop.borrow_mut();
        let bound = bound.get_or_insert_with(|| Rc::downgrade(&running));
        if std::ptr::eq(bound.as_ptr(), Rc::as_ptr(&running)) {
            Ok(Future::new(&running))
        } else {
            Err(RuntimeError::new(format!("{object:?} is bound to a different event loop")))
        }
    }
}

/// Those who wait, in the order in which they came.
#[derive(Default)]
pub(crate) struct Line {
    waiters: RefCell<BTreeMap<u64, Future<()>>>,
    last: Cell<u64>,
    bound: LoopBound,
}

impl Line {
    /// Takes a place at the end. The object is named in the error of rule 2.
    pub(crate) fn join(&self, object: &dyn fmt::Debug) -> Result<(u64, Future<()>), Exception> {
        let future = self.bound.create_future(object)?;
        let number = self.last.get() + 1;
        self.last.set(number);
        self.waiters.borrow_mut().insert(number, future.clone());
        Ok((number, future))
    }

    /// Gives the place back.
    pub(crate) fn leave(&self, number: u64) {
        let left = self.waiters.borrow_mut().remove(&number);
        drop(left);
    }

    /// How many stand in line, those who are chosen or cancelled but have not run included.
    pub(crate) fn len(&self) -> usize {
        self.waiters.borrow().len()
    }

    /// Whether there is nobody in line who was not cancelled.
    pub(crate) fn all_cancelled(&self) -> bool {
        self.waiters.borrow().values().all(|waiter| waiter.cancelled())
    }

    /// The first in line, whoever it is.
    pub(crate) fn first(&self) -> Option<Future<()>> {
        self.waiters.borrow().values().next().cloned()
    }

    /// Wakes up to `count` of those who are not done, in order, and tells how many.
    pub(crate) fn wake(&self, count: usize) -> usize {
        let chosen: Vec<Future<()>> = {
            let waiters = self.waiters.borrow();
            waiters.values().filter(|waiter| !waiter.done()).take(count).cloned().collect()
        };
        for waiter in &chosen {
            wake(waiter);
        }
        chosen.len()
    }
}

impl Line {
    /// As [`wake`](Self::wake), and those who are woken leave the line, as do the cancelled ones before them.
    pub(crate) fn wake_and_remove(&self, count: usize) {
        let mut woken = 0;
        while woken < count {
            let Some((_, waiter)) = self.waiters.borrow_mut().pop_first() else { return };
            if !waiter.done() {
                wake(&waiter);
                woken += 1;
            }
        }
    }
}

/// Wakes one waiter, unless it is done.
pub(crate) fn wake(waiter: &Future<()>) {
    if !waiter.done() {
        // It was pending a moment ago, and nothing ran since.
        let _ = waiter.set_result(());
    }
}

/// What prints of every one of these: `<Lock [locked, waiters:2]>`.
fn write_repr(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    state: &dyn fmt::Display,
    line: &Line,
) -> fmt::Result {
    write!(f, "<asyncio.locks.{name} object [{state}")?;
    match line.len() {
        0 => f.write_str("]>"),
        waiters => write!(f, ", waiters:{waiters}]>"),
    }
}
