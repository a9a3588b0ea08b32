//! The life of a task, step by step.
//!
//! Terms: a *step* is one poll of the coroutine, from one suspension to the next.
//!
//! Rules:
//! 1. A task has at most one step in the ready queue. Its first one is queued at its creation (B23).
//! 2. Each step runs inside the task's context, with the task as the current one (B17).
//! 3. A task cancelled before its first step never runs its body (C1). But one whose coroutine is itself a step of an
//!    asynchronous generator raises the cancellation inside of that, so that the generator's `finally` runs.
//! 4. If a cancellation is undelivered when the coroutine returns, the value is lost and the task is
//!    cancelled; an exception is kept (C11). In debug mode a task that returned although it was asked to
//!    cancel (C9) is reported; `uncancel` says that it may.
//! 5. `SystemExit` and `KeyboardInterrupt` are stored and leave the loop as well (B14).
//! 6. A panic of the coroutine becomes its exception, also one of its destructors.
//! 7. When the coroutine has ended it is dropped, before anybody learns of the result.
//! 8. `cancel` cancels what the task waits for, at once (C2, C3). If there is nothing to cancel, the next
//!    step raises (C5, C6); it is on its way, but for a checkpoint, where `cancel` queues it. A running task
//!    waits for nothing: its cancellation acts at the end of the step, if it suspends (C10).
//!    Where tasks wait for each other in a circle, the request ends at the task where it began, whose next step
//!    raises; CPython goes round until it raises `RecursionError`.
//! 9. A coroutine is closed by raising `GeneratorExit` where it is suspended; it must not await again
//!    (B16).

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::task::Poll;

use super::complete::cancelled_error;
use super::current::{self, Current};
use super::part::WaitingOn;
use super::raw::{AnyTask, Exclusive};
use super::state::{
    CANCEL_EARLY, CANCEL_SENT, CANCELLING, CIRCULAR, CLOSING, COROUTINE_GONE, MUST_CANCEL, QUIET,
    RUNNING, SCHEDULED, STARTED,
};
use super::waker;
use crate::async_generator::is_generator_step;
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
        let early = !self.state.replace(STARTED, true) && self.state.take(MUST_CANCEL);
        if early && is_generator_step(self.part().code) {
            self.state.set(CANCEL_EARLY);
        }
        if early && !self.state.has(CANCEL_EARLY) {
            let error = cancelled_error(self.cancel_message());
            self.end(exclusive, Err(error)) // rule 3
        } else {
            drop(self.part().waiting_on.take());
            match self.poll(&mut exclusive) {
                Poll::Pending => {
                    drop(exclusive);
                    if self.state.has(MUST_CANCEL) {
                        self.cancel_below(self.cancel_message()); // rule 8
                    }
                    Ok(())
                }
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
        let current = Current { task: Some(self), context: &self.part().context };
        current::run_as(current, || catch_unwind(AssertUnwindSafe(function)))
            .map_err(Exception::from_panic)
    }

    /// Ends the task (rules 4, 5 and 7).
    pub(super) fn end(
        &self,
        mut exclusive: Exclusive<'_>,
        outcome: Result<(), Exception>,
    ) -> Result<(), Exception> {
        let gave_value = outcome.is_ok();
        let mut outcome = self.drop_coroutine(&mut exclusive).and(outcome);
        let cancelled = outcome.is_ok() && self.state.take(MUST_CANCEL);
        if gave_value && (cancelled || outcome.is_err()) {
            outcome = outcome.and(self.as_current(|| exclusive.drop_value()));
        }
        drop(exclusive);
        match outcome {
            Ok(()) if cancelled => self.finish_cancelled(None),
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
        self.event_loop.report(&context);
    }

    /// Drops the coroutine; from here on the task is not scheduled any more. A panic comes back.
    fn drop_coroutine(&self, exclusive: &mut Exclusive<'_>) -> Result<(), Exception> {
        self.state.set(COROUTINE_GONE);
        let dropped = self.as_current(|| exclusive.drop_coroutine());
        if let Some(remote) = self.part().remote.get() {
            remote.detach();
        }
        self.part().waiting_on.take();
        self.event_loop.forget_task(self);
        dropped
    }

    /// `Task.cancel` (rule 8).
    pub(super) fn cancel_task(&self, message: Option<Rc<str>>) -> bool {
        self.take_unretrieved(); // even of a task that is done, as in CPython
        if self.done() {
            return false;
        }
        if self.state.has(CANCELLING) {
            self.state.set(CIRCULAR);
            self.schedule();
            return true;
        }
        let cancelling = &self.part().cancelling;
        cancelling.set(cancelling.get() + 1);
        if self.state.has(RUNNING) || !self.cancel_below(message.clone()) {
            self.state.set(MUST_CANCEL);
            if message.is_some() || self.cancel_message().is_some() {
                self.with_rare(|rare| rare.cancel_message = message);
            }
        }
        true
    }

    /// Cancels what the suspended task waits for; false if the next step must raise instead.
    fn cancel_below(&self, message: Option<Rc<str>>) -> bool {
        let waiting_on = self.part().waiting_on();
        self.state.set(CANCELLING);
        let sent = waiting_on.cancel(message);
        self.state.clear(CANCELLING);
        if self.state.take(CIRCULAR) {
            return false; // the next step is queued
        }
        if sent {
            self.state.clear(MUST_CANCEL);
            self.state.set(CANCEL_SENT);
        } else if let WaitingOn::Checkpoint = waiting_on {
            self.schedule();
        }
        sent
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

    /// The cancellation that came before the first step, for the step of a generator to raise (rule 3).
    pub(crate) fn cancelled_early(&self) -> Option<Exception> {
        let early = self.state.take(CANCEL_EARLY);
        early.then(|| cancelled_error(self.cancel_message()))
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

    /// A leaf of this task suspends: it counts, and is what `cancel` cancels from the end of the step on.
    pub(crate) fn suspend_on(&self, waiting_on: WaitingOn) {
        let part = self.part();
        part.leaves.set(part.leaves.get() + 1);
        drop(part.waiting_on.replace(waiting_on));
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
        let outcome = outcome
            .and(self.drop_coroutine(&mut exclusive))
            .and(self.as_current(|| exclusive.drop_value()));
        let callbacks = self.callbacks.take(); // nobody will be told any more
        outcome.and(self.as_current(|| drop(callbacks)))
    }

    /// Takes the task's report of being destroyed away: others answer for it.
    pub(crate) fn be_quiet(&self) {
        self.state.set(QUIET);
    }
}
