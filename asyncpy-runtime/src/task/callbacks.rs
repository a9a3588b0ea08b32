//! Who wants to know when a future is done.
//!
//! Rules:
//! 1. Tasks that wait, wakers of foreign combinators and done callbacks share one list, in order of
//!    registration (B22).
//! 2. Nobody is called inline: completion puts each into the ready queue, in that order (B19). Only
//!    foreign wakers are woken at once; what they wake goes through the queue. One that panics is
//!    reported, and the entries after it have their turn.

use std::any::TypeId;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::task::Waker;

use smallvec::SmallVec;

use super::raw::{AnyFuture, AnyTask};
use crate::context::LazyContext;
use crate::event_loop::{CallbackSource, ExceptionContext, Handle, report_here};
use crate::exception::Exception;

/// One entry.
pub(crate) enum Callback {
    /// Somebody who awaits the future.
    Waiter(Waiter),
    /// Bookkeeping of the runtime: gather, wait, run.
    Internal(Rc<dyn DoneCallback>),
    /// A done callback of the user.
    User(Box<UserCallback>),
}

/// Who is to be polled again.
pub(crate) enum Waiter {
    /// A task, polled with its own waker.
    Task(AnyTask),
    /// Somebody who polled with a waker of their own.
    Waker(Rc<SharedWaker>),
}

impl Waiter {
    /// Queues the task's step, or wakes the waker (rule 2).
    pub(crate) fn wake(self) {
        match self {
            Self::Task(task) => task.schedule(),
            Self::Waker(waker) => wake(&waker),
        }
    }
}

/// The entries, in order of registration.
pub(crate) type Callbacks = SmallVec<[Callback; 1]>;

/// A waker that its owner may replace while it is registered.
pub(crate) type SharedWaker = RefCell<Waker>;

/// Wakes the waker (rule 2).
fn wake(waker: &SharedWaker) {
    let wake = || {
        let waker = waker.borrow().clone();
        waker.wake();
    };
    if let Err(panic) = catch_unwind(AssertUnwindSafe(wake)) {
        let context = ExceptionContext::new("Exception in a waker");
        report_here(&context.with_exception(Exception::from_panic(panic)));
    }
}

/// Bookkeeping to do, one iteration after the future is done.
pub(crate) trait DoneCallback {
    /// Does it. An error is reported as that of a callback.
    fn call(&self, future: &AnyFuture) -> Result<(), Exception>;

    /// What cannot end before the future does, for call graphs.
    fn awaited_by(&self) -> Option<AnyFuture> {
        None
    }
}

/// How `remove_done_callback` recognises a callback.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum CallbackKey {
    /// A function or a closure without captures: its type says all.
    Type(TypeId),
    /// A closure with captures: equal to nothing.
    Unique,
}

/// A done callback of the user.
pub(crate) struct UserCallback {
    pub(crate) key: CallbackKey,
    pub(crate) context: LazyContext,
    pub(crate) source: CallbackSource,
    pub(crate) function: Box<dyn FnOnce() -> Result<(), Exception>>,
}

impl AnyFuture {
    /// Registers an entry; if the future is done it goes to the ready queue at once (B19).
    pub(crate) fn add_callback(&self, callback: Callback) {
        if self.done() {
            self.queue(callback);
        } else {
            let mut callbacks = self.callbacks.take();
            callbacks.push(callback);
            self.callbacks.set(callbacks);
        }
    }

    /// Removes the entries that `is_it` names, and tells how many.
    pub(crate) fn remove_callbacks(&self, is_it: impl Fn(&Callback) -> bool) -> usize {
        let callbacks = self.callbacks.take().into_iter();
        let (removed, kept): (Callbacks, Callbacks) = callbacks.partition(is_it);
        self.callbacks.set(kept);
        removed.len() // dropped last: destructors of captures may come here again
    }

    /// Removes one entry of the waiting task with this address: a task may wait at several places, each of
    /// which has an entry of its own. The newest goes, so that the oldest place in the order stays.
    pub(crate) fn forget_task(&self, task: *const ()) {
        let is_it = |entry: &Callback| match entry {
            Callback::Waiter(Waiter::Task(other)) => std::ptr::eq(other.as_ptr().cast(), task),
            _ => false,
        };
        let mut callbacks = self.callbacks.take();
        let removed = callbacks.iter().rposition(is_it).map(|index| callbacks.remove(index));
        self.callbacks.set(callbacks);
        drop(removed); // last: it may be the task's last handle
    }

    /// Removes the entry of a waker.
    pub(crate) fn forget_waker(&self, waker: &Rc<SharedWaker>) {
        self.remove_callbacks(
            |entry| matches!(entry, Callback::Waiter(Waiter::Waker(other)) if Rc::ptr_eq(other, waker)),
        );
    }

    /// Removes an entry of the runtime.
    pub(crate) fn forget_internal(&self, callback: &Rc<dyn DoneCallback>) -> usize {
        self.remove_callbacks(
            |entry| matches!(entry, Callback::Internal(other) if Rc::ptr_eq(other, callback)),
        )
    }

    /// Puts all entries into the ready queue, in order (rule 2).
    pub(super) fn queue_callbacks(&self) {
        for callback in self.callbacks.take() {
            self.queue(callback);
        }
    }

    fn queue(&self, callback: Callback) {
        match callback {
            Callback::Waiter(waiter) => waiter.wake(),
            Callback::Internal(callback) => self.event_loop.queue_done(callback, self.clone()),
            Callback::User(callback) => {
                let UserCallback { key: _, context, source, function } = *callback;
                self.event_loop.queue_handle(Handle::new(function, context, source));
            }
        }
    }
}
