//! Who wants to know when a future is done.
//!
//! Rules:
//! 1. Tasks that wait, wakers of foreign combinators and done callbacks share one list, in order of
//!    registration (B22).
//! 2. Nobody is called inline: completion puts each into the ready queue, in that order (B19). Only
//!    foreign wakers are woken at once; what they wake goes through the queue.

use std::any::TypeId;
use std::cell::RefCell;
use std::rc::Rc;
use std::task::Waker;

use smallvec::SmallVec;

use super::raw::{AnyFuture, AnyTask};
use crate::context::Context;
use crate::event_loop::{CallbackSource, Handle};
use crate::exception::Exception;

/// One entry.
pub(crate) enum Callback {
    /// A task that awaits the future.
    Step(AnyTask),
    /// Somebody who polled with a waker of their own.
    Waker(Rc<SharedWaker>),
    /// Bookkeeping of the runtime: gather, wait, run.
    Internal(Rc<dyn DoneCallback>),
    /// A done callback of the user.
    User(UserCallback),
}

/// The entries, in order of registration.
pub(crate) type Callbacks = SmallVec<[Callback; 1]>;

/// A waker that its owner may replace while it is registered.
pub(crate) type SharedWaker = RefCell<Waker>;

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
    pub(crate) context: Context,
    pub(crate) source: CallbackSource,
    pub(crate) function: Box<dyn FnOnce() -> Result<(), Exception>>,
}

impl AnyFuture {
    /// Registers an entry; if the future is done it goes to the ready queue at once (B19).
    pub(crate) fn add_callback(&self, callback: Callback) {
        if self.done() {
            self.queue(callback);
        } else {
            self.callbacks.borrow_mut().push(callback);
        }
    }

    /// Removes the entries that `is_it` names, and tells how many.
    pub(crate) fn remove_callbacks(&self, is_it: impl Fn(&Callback) -> bool) -> usize {
        let mut callbacks = self.callbacks.borrow_mut();
        let before = callbacks.len();
        let (kept, removed): (Callbacks, Callbacks) =
            callbacks.drain(..).partition(|callback| !is_it(callback));
        *callbacks = kept;
        let count = before - callbacks.len();
        drop(callbacks);
        drop(removed); // outside the borrow: destructors of captures may come here again
        count
    }

    /// Removes the entry of the waiting task with this address.
    pub(crate) fn forget_task(&self, task: *const ()) {
        let is_it = |other: &AnyTask| std::ptr::eq(other.as_ptr().cast(), task);
        self.remove_callbacks(|entry| matches!(entry, Callback::Step(other) if is_it(other)));
    }

    /// Removes the entry of a waker.
    pub(crate) fn forget_waker(&self, waker: &Rc<SharedWaker>) {
        self.remove_callbacks(
            |entry| matches!(entry, Callback::Waker(other) if Rc::ptr_eq(other, waker)),
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
        let callbacks = std::mem::take(&mut *self.callbacks.borrow_mut());
        for callback in callbacks {
            self.queue(callback);
        }
    }

    fn queue(&self, callback: Callback) {
        match callback {
            Callback::Step(task) => task.schedule(),
            Callback::Waker(waker) => {
                let waker = waker.borrow().clone();
                waker.wake();
            }
            Callback::Internal(callback) => self.event_loop.queue_done(callback, self.clone()),
            Callback::User(callback) => {
                let UserCallback { key: _, context, source, function } = callback;
                self.event_loop.queue_handle(Handle::new(function, context, source));
            }
        }
    }
}
