//! The life of a task, step by step.
//!
//! Terms: a *step* is one poll of the coroutine, from one suspension to the next.
//!
//! Rules:
//! 1. A task has at most one step in the ready queue. Its first one is queued at its creation (B23).
//! 2. Each step runs inside the task's context, with the task as the current one (B17).
//! 3. A task cancelled before its first step never runs its body (C1).
//! 4. If a cancellation is undelivered when the coroutine returns, the value is lost and the task is
//!    cancelled; an exception is kept (C11). In debug mode a task that returned although it was asked to
//!    cancel (C9) is reported; `uncancel` says that it may.
//! 5. `SystemExit` and `KeyboardInterrupt` are stored and leave the loop as well (B14).
//! 6. A panic of the coroutine becomes its exception.
//! 7. When the coroutine has ended it is dropped, before anybody learns of the result.
//! 8. `cancel` cancels what the task waits for, at once (C2, C3); if there is nothing to cancel, the
//!    next step raises (C5, C6); if nothing would cause a next step, `cancel` does.
//! 9. A coroutine is closed by raising `GeneratorExit` where it is suspended; it must not await again
//!    (B16).

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::task::Poll;

use super::complete::cancelled_error;
use super::part::WaitingOn;
use super::raw::{AnyTask, Exclusive};
use super::state::{
    CANCEL_PASSING, CANCEL_SENT, CLOSING, COROUTINE_GONE, MUST_CANCEL, QUIET, RUNNING, SCHEDULED,
    STARTED,
};
use super::waker;
use crate::event_loop::ExceptionContext;
use crate::exception::{
    CancelledError, Exception, GeneratorExit, KeyboardInterrupt, RuntimeError, SystemExit,
};

/// Whether an exception leaves the loop (rule 5).
pub(crate) fn leaves_the_loop(exception: &Exception) -> bool {
    exception.is_instance::<SystemExit>() || exception.is_instance::<KeyboardInterrupt>()
}

impl AnyTask {
    /// Queues a step, unless one is queued or the coroutine is gone (rule 1).
    pub(crate) fn schedule(&self) {
        if !self.state.has(COROUTINE_GONE) && !self.state.replace(SCHEDULED, true) {
            self.event_loop.queue_step(self.clone());
        }
    }

    /// Runs one step. An error is to leave the loop (rule 5).
    pub(crate) fn step(&self) -> Result<(), Exception> {
        self.state.clear(SCHEDULED);
        if self.state.has(COROUTINE_GONE) {
            return Ok(());
        }
        let Some(mut exclusive) = Exclusive::begin(self) else { return Ok(()) };
        if !self.state.replace(STARTED, true) && self.state.take(MUST_CANCEL) {
            let error = cancelled_error(self.cancel_message());
            self.end(exclusive, Err(error)) // rule 3
        } else {
            drop(self.part().waiting_on.take());
            match self.poll(&mut exclusive) {
                Poll::Pending => Ok(()),
                Poll::Ready(outcome) => self.end(exclusive, outcome),
            }
        }
    }

    /// Polls the coroutine as the current task (rules 2 and 6).
    fn poll(&self, exclusive: &mut Exclusive<'_>) -> Poll<Result<(), Exception>> {
        self.part().leaves.set(0);
        self.as_current(|| waker::with_local(self, |cx| exclusive.poll(cx)))
            .unwrap_or_else(|panic| Poll::Ready(Err(panic)))
    }

    /// Calls `function` as the current task, in its context; a panic comes back as an exception.
    pub(super) fn as_current<R>(&self, function: impl FnOnce() -> R) -> Result<R, Exception> {
        let outer = waker::replace_current(Some(self.clone()));
        let inside = self.part().context.enter();
        let result = catch_unwind(AssertUnwindSafe(function));
        drop(inside);
        waker::replace_current(outer);
        result.map_err(Exception::from_panic)
    }

    /// Ends the task (rules 4, 5 and 7).
    pub(super) fn end(
        &self,
        exclusive: Exclusive<'_>,
        outcome: Result<(), Exception>,
    ) -> Result<(), Exception> {
        let outcome = match self.drop_coroutine(exclusive) {
            Ok(()) => outcome,
            Err(panic) => Err(panic),
        };
        match outcome {
            Ok(()) if self.state.take(MUST_CANCEL) => self.finish_cancelled(None),
            Ok(()) => {
                self.finish();
                if self.cancelling() > 0 && self.event_loop.is_debug() {
                    self.report_swallowed();
                }
            }
            Err(error) if error.is_instance::<CancelledError>() => {
                self.finish_cancelled(Some(error));
            }
            Err(error) => {
                self.finish_with(error.clone());
                if leaves_the_loop(&error) {
                    return Err(error);
                }
            }
        }
        Ok(())
    }

    /// In debug mode: somebody was cancelled and went on as if nothing had happened (C9).
    #[cold]
    fn report_swallowed(&self) {
        let mut context = ExceptionContext::new("Task swallowed its cancellation");
        context.task = Some(self.clone());
        self.event_loop.call_exception_handler(&context);
    }

    /// Drops the coroutine; from here on the task is not scheduled any more.
    fn drop_coroutine(&self, mut exclusive: Exclusive<'_>) -> Result<(), Exception> {
        self.state.set(COROUTINE_GONE);
        let dropped = self.as_current(|| exclusive.drop_coroutine());
        if let Some(remote) = self.part().remote.get() {
            remote.detach();
        }
        drop(exclusive);
        self.part().waiting_on.take();
        self.event_loop.forget_task(self);
        dropped
    }

    /// `Task.cancel` (rule 8).
    pub(super) fn cancel_task(&self, message: Option<Rc<str>>) -> bool {
        if self.done() {
            return false;
        }
        self.take_unretrieved();
        if !self.state.replace(CANCEL_PASSING, true) {
            let cancelling = &self.part().cancelling;
            cancelling.set(cancelling.get() + 1);
            let waiting_on = self.part().waiting_on.borrow().clone();
            let cancelled = waiting_on.cancel(message.clone());
            self.state.clear(CANCEL_PASSING);
            if cancelled {
                self.state.set(CANCEL_SENT);
                return true;
            }
        } // else the request came back: tasks wait for each other, and this one raises first
        self.state.set(MUST_CANCEL);
        if message.is_some() || self.cancel_message().is_some() {
            self.with_rare(|rare| rare.cancel_message = message);
        }
        if !self.state.has(RUNNING) {
            self.schedule();
        }
        true
    }

    /// `Task.uncancel` (C12): gives the number that is left.
    pub(crate) fn lower_cancelling(&self) -> u32 {
        let cancelling = &self.part().cancelling;
        cancelling.set(cancelling.get().saturating_sub(1));
        if cancelling.get() == 0 {
            self.state.clear(MUST_CANCEL);
        }
        cancelling.get()
    }

    /// What a leaf that was suspended raises instead of its result.
    pub(crate) fn thrown(&self) -> Option<Exception> {
        if self.state.take(CLOSING) {
            Some(GeneratorExit::new(()))
        } else if self.state.take(MUST_CANCEL) {
            Some(cancelled_error(self.cancel_message()))
        } else {
            None
        }
    }

    /// A leaf of this task suspends: it counts, and is what `cancel` cancels. A cancellation that was
    /// waiting for this acts now (C10).
    pub(crate) fn suspend_on(&self, waiting_on: WaitingOn) {
        let part = self.part();
        part.leaves.set(part.leaves.get() + 1);
        drop(part.waiting_on.replace(waiting_on.clone()));
        if self.state.has(MUST_CANCEL) && waiting_on.cancel(self.cancel_message()) {
            self.state.clear(MUST_CANCEL);
            self.state.set(CANCEL_SENT);
        }
    }

    /// Closes the coroutine of a task that will never run again (rule 9). An exception that it raises
    /// instead of ending comes back.
    pub(crate) fn close(&self) -> Result<(), Exception> {
        if self.state.has(COROUTINE_GONE) {
            return Ok(());
        }
        let Some(mut exclusive) = Exclusive::begin(self) else { return Ok(()) };
        let mut outcome = Ok(());
        if self.state.has(STARTED) {
            self.state.set(CLOSING);
            self.state.clear(MUST_CANCEL);
            outcome = match self.poll(&mut exclusive) {
                Poll::Pending => Err(RuntimeError::new("coroutine ignored GeneratorExit")),
                Poll::Ready(Err(error)) if !error.is_instance::<GeneratorExit>() => Err(error),
                Poll::Ready(_) => Ok(()),
            };
        }
        let dropped = self.drop_coroutine(exclusive);
        drop(std::mem::take(&mut *self.callbacks.borrow_mut())); // nobody will be told any more
        outcome.and(dropped)
    }

    /// Takes the task's report of being destroyed away: others answer for it.
    pub(crate) fn be_quiet(&self) {
        self.state.set(QUIET);
    }
}
