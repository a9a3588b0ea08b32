//! What all leaf futures share: how they suspend a task, and how they raise into it.
//!
//! Terms: a *leaf* is a future of ours that waits for a [`Source`]; the *task* is the one whose step
//! polls it, if any; its *own waker* is the one that the step made.
//!
//! Rules:
//! 1. A leaf polled with the task's own waker registers the task itself. Polled with any other waker (a
//!    combinator's) it registers that one.
//! 2. A leaf that has suspended raises, when it is polled again, what was thrown into the task: the
//!    cancellation wins over a result (C5), but not over a cancellation of the source, whose message is
//!    the earlier one (C13). A leaf polled for the first time does not: a cancellation acts at the next
//!    real suspension (C10).
//! 3. A poll that only reads the stack finds every leaf pending and changes nothing.
//! 4. Each pending leaf is counted in its task, so that a checkpoint knows what is below it.
//! 5. A leaf that is dropped takes its registration back.

use std::cell::RefCell;
use std::rc::Rc;
use std::task::{Context, Poll};

use crate::exception::{CancelledError, Exception, RuntimeError};
use crate::task::{
    AnyFuture, AnyTask, CANCEL_BELOW, CANCEL_SENT, CLOSING, Callback, MUST_CANCEL, SharedWaker,
    Waiter, WaitingOn, current, is_own, is_tracing,
};

/// What a leaf waits for.
pub(crate) trait Source {
    /// Whether the wait is over.
    fn is_over(&self) -> bool;
    /// Whether it is over because it was cancelled.
    fn is_cancelled(&self) -> bool;
    /// Adds somebody to wake when it is over.
    fn register(&self, waiter: Waiter);
    /// Takes a registration back.
    fn forget(&self, at: &Suspended);
    /// What `cancel` of a task that waits for this cancels.
    fn waiting_on(&self) -> WaitingOn;
    /// Why the task must not wait for this, if it must not.
    fn refuse(&self, task: &AnyTask) -> Option<Exception>;
}

/// How far a leaf is.
#[derive(Default)]
pub(crate) enum Suspended {
    /// It has not suspended.
    #[default]
    Not,
    /// The task with this address is registered; the address is only compared.
    Task(*const ()),
    /// This waker is registered.
    Waker(Rc<SharedWaker>),
    /// It will raise this.
    Refused(Exception),
}

impl Suspended {
    /// Whether the task itself is registered.
    fn is_task(&self, task: &AnyTask) -> bool {
        matches!(self, Self::Task(address) if *address == task.as_ptr().cast())
    }
}

/// Notes that the task's cancellation is being raised here, for the checkpoint above (rule 4).
pub(crate) fn raised_here(task: &AnyTask) {
    task.state.set(CANCEL_BELOW);
}

/// Ready when the source is over; an error is what was thrown into the task.
pub(crate) fn leaf_poll(
    cx: &Context<'_>,
    at: &mut Suspended,
    source: &dyn Source,
) -> Poll<Result<(), Exception>> {
    if is_tracing(cx) {
        return Poll::Pending; // rule 3
    }
    current::with_task(|task| poll_in(task, cx, at, source))
}

/// As [`leaf_poll`], in the step of `task`.
fn poll_in(
    task: Option<&AnyTask>,
    cx: &Context<'_>,
    at: &mut Suspended,
    source: &dyn Source,
) -> Poll<Result<(), Exception>> {
    if !matches!(at, Suspended::Not)
        && let Some(task) = task
    {
        if source.is_over() && source.is_cancelled() && !task.state.has(CLOSING) {
            let (asked, sent) = (task.state.take(MUST_CANCEL), task.state.take(CANCEL_SENT));
            if asked || sent {
                raised_here(task);
            }
        } else if let Some(error) = task.thrown() {
            raised_here(task);
            leave(at, source);
            return Poll::Ready(Err(error)); // rule 2
        } else if source.is_over() {
            task.state.clear(CANCEL_SENT); // what was cancelled has swallowed it
        }
    }
    if let Suspended::Refused(_) = at
        && let Suspended::Refused(error) = std::mem::take(at)
    {
        return Poll::Ready(Err(error));
    }
    if source.is_over() {
        *at = Suspended::Not;
        return Poll::Ready(Ok(()));
    }
    match task.filter(|task| is_own(task, cx)) {
        Some(task) if at.is_task(task) => {}
        Some(task) => {
            if let Some(error) = source.refuse(task) {
                *at = Suspended::Refused(error);
                task.schedule();
                task.suspend_on(WaitingOn::Nothing);
                return Poll::Pending;
            }
            leave(at, source);
            source.register(Waiter::Task(task.clone()));
            *at = Suspended::Task(task.as_ptr().cast());
        }
        None => {
            if let Suspended::Waker(shared) = at {
                shared.borrow_mut().clone_from(cx.waker());
            } else {
                leave(at, source);
                let shared = Rc::new(RefCell::new(cx.waker().clone()));
                source.register(Waiter::Waker(Rc::clone(&shared)));
                *at = Suspended::Waker(shared);
            }
        }
    }
    if let Some(task) = task {
        task.suspend_on(source.waiting_on());
    }
    Poll::Pending
}

/// Takes the registration back, if there is one (rule 5).
pub(crate) fn leave(at: &mut Suspended, source: &dyn Source) {
    if matches!(at, Suspended::Task(_) | Suspended::Waker(_)) && !source.is_over() {
        source.forget(at);
    }
    *at = Suspended::Not;
}

impl Source for AnyFuture {
    fn is_over(&self) -> bool {
        self.done()
    }

    fn is_cancelled(&self) -> bool {
        let raises_it = |error: Exception| error.is_instance::<CancelledError>();
        self.cancelled() || self.error().is_some_and(raises_it) // as gather ends (C15)
    }

    fn register(&self, waiter: Waiter) {
        self.add_callback(Callback::Waiter(waiter));
    }

    fn forget(&self, at: &Suspended) {
        match at {
            Suspended::Task(task) => self.forget_task(*task),
            Suspended::Waker(waker) => self.forget_waker(waker),
            Suspended::Not | Suspended::Refused(_) => {}
        }
    }

    fn waiting_on(&self) -> WaitingOn {
        WaitingOn::Future(self.clone())
    }

    fn refuse(&self, task: &AnyTask) -> Option<Exception> {
        if !Rc::ptr_eq(&self.event_loop, &task.event_loop) {
            let text = format!("Task {task:?} got Future {self:?} attached to a different loop");
            Some(RuntimeError::new(text))
        } else if self.is(task) {
            Some(RuntimeError::new(format!("Task cannot await on itself: {task:?}")))
        } else {
            None
        }
    }
}
