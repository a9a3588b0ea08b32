//! How futures end, and what their handles see of it.
//!
//! Rules:
//! 1. A future ends once (B20); its callbacks are queued then (B19).
//! 2. Every reader gets the same exception object, with the traceback it had when the future ended (B30).
//! 3. The `CancelledError` that a task ended with goes to the first reader; later ones get an empty
//!    one. A plain future makes a new one with the message each time (C13).
//! 4. Looking at an exception counts as retrieving it (B15).
//! 5. A task ends by its coroutine alone; nobody sets its result, through whichever handle.

use std::fmt;
use std::rc::Rc;

use super::raw::AnyFuture;
use super::state::{CANCELLED, FINISHED, Stage, TASK, UNRETRIEVED};
use crate::event_loop::EventLoop;
use crate::exception::{CancelledError, Exception, InvalidStateError, RuntimeError, StopIteration};

/// A `CancelledError` with the message, if there is one.
pub(crate) fn cancelled_error(message: Option<Rc<str>>) -> Exception {
    match message {
        None => CancelledError::new(()),
        Some(message) => CancelledError::new(&*message),
    }
}

impl fmt::Debug for AnyFuture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::repr::write(self, f)
    }
}

impl AnyFuture {
    /// How far it is.
    pub(crate) fn stage(&self) -> Stage {
        self.state.stage()
    }

    /// Whether it ended, by a result, an exception or cancellation: `Future.done()`.
    #[inline]
    #[must_use]
    pub fn done(&self) -> bool {
        self.state.has(FINISHED) || self.state.has(CANCELLED)
    }

    /// Whether it ended by cancellation: `Future.cancelled()`.
    #[must_use]
    pub fn cancelled(&self) -> bool {
        self.state.has(CANCELLED)
    }

    /// Ends with the value that is in the slot.
    pub(crate) fn finish(&self) {
        debug_assert!(!self.done());
        self.state.set(FINISHED);
        self.queue_callbacks();
    }

    /// Ends with an exception.
    pub(crate) fn finish_with(&self, exception: Exception) {
        debug_assert!(!self.done());
        self.traceback_len.set(exception.traceback_len());
        self.error.set(Some(exception));
        self.state.set(FINISHED);
        self.state.set(UNRETRIEVED);
        if self.event_loop.is_debug() {
            self.note_failure();
        }
        self.queue_callbacks();
    }

    /// Ends by cancellation; a task ended with `exception`, which the first reader gets.
    pub(crate) fn finish_cancelled(&self, exception: Option<Exception>) {
        debug_assert!(!self.done());
        if let Some(exception) = exception {
            self.traceback_len.set(exception.traceback_len());
            self.error.set(Some(exception));
            if let Some(rare) = self.rare() {
                rare.borrow_mut().cancel_message = None;
            }
        }
        self.state.set(CANCELLED);
        self.queue_callbacks();
    }

    /// `Future.set_exception`.
    pub(crate) fn set_exception(&self, exception: Exception) -> Result<(), Exception> {
        self.check_settable("set_exception")?;
        let exception = if exception.is_instance::<StopIteration>() {
            let text =
                "StopIteration interacts badly with generators and cannot be raised into a Future";
            RuntimeError::new(text).with_cause(Some(exception))
        } else {
            exception
        };
        self.finish_with(exception);
        Ok(())
    }

    /// An error if the future is done, or a task: `operation` is refused then (rule 5).
    pub(crate) fn check_settable(&self, operation: &str) -> Result<(), Exception> {
        if self.state.has(TASK) {
            Err(RuntimeError::new(format!("Task does not support {operation} operation")))
        } else if self.done() {
            Err(InvalidStateError::new("invalid state"))
        } else {
            Ok(())
        }
    }

    /// Asks it to cancel: `Future.cancel()`. False if it is done already.
    ///
    /// A plain future is cancelled at once, a task at its next step (C2–C6), a future of `gather` when
    /// its children are (C15).
    pub fn cancel(&self) -> bool {
        self.request_cancel(None)
    }

    /// As [`cancel`](Self::cancel), with a text for the `CancelledError`: `Future.cancel(msg)`.
    pub fn cancel_with(&self, message: impl Into<Rc<str>>) -> bool {
        self.request_cancel(Some(message.into()))
    }

    /// The exception it ended with, if any: `Future.exception()`. It counts as retrieved then.
    ///
    /// # Errors
    /// `InvalidStateError` if it is not done, `CancelledError` if it was cancelled.
    pub fn exception(&self) -> Result<Option<Exception>, Exception> {
        match self.stage() {
            Stage::Pending => Err(InvalidStateError::new("Exception is not set.")),
            Stage::Cancelled => Err(self.make_cancelled_error()),
            Stage::Finished => Ok(self.retrieve()),
        }
    }

    /// What reports and `repr` call it: the name of its class in CPython.
    pub(super) fn class_name(&self) -> &'static str {
        if self.state.has(TASK) {
            "Task"
        } else if self.rare().is_some_and(|rare| rare.borrow().cancel_hook.is_some()) {
            "_GatheringFuture"
        } else {
            "Future"
        }
    }

    /// The loop it belongs to: `Future.get_loop()`.
    #[must_use]
    pub fn get_loop(&self) -> EventLoop {
        EventLoop::from_core(&self.event_loop)
    }

    /// `cancel` of a task, of a future that stands for others, or of a plain one.
    pub(crate) fn request_cancel(&self, message: Option<Rc<str>>) -> bool {
        if let Some(task) = self.as_task() {
            return task.cancel_task(message);
        }
        let hook = self.rare().and_then(|rare| rare.borrow().cancel_hook.clone());
        if let Some(hook) = hook {
            return !self.done() && hook.cancel(message);
        }
        self.take_unretrieved(); // CPython's plain futures forget it even when they are done
        if self.done() {
            return false;
        }
        if message.is_some() {
            self.with_rare(|rare| rare.cancel_message = message);
        }
        self.finish_cancelled(None);
        true
    }

    /// The message of the last `cancel`.
    pub(crate) fn cancel_message(&self) -> Option<Rc<str>> {
        self.rare().and_then(|rare| rare.borrow().cancel_message.clone())
    }

    /// What is raised where the result of a cancelled future is read (rule 3). Of one that ended otherwise,
    /// a new `CancelledError`.
    pub(crate) fn make_cancelled_error(&self) -> Exception {
        match self.cancelled().then(|| self.error.take()).flatten() {
            Some(exception) => self.with_own_traceback(exception),
            None => cancelled_error(self.cancel_message()),
        }
    }

    /// Nothing if the future ended with a value, else what reading its result raises.
    pub(crate) fn outcome(&self) -> Result<(), Exception> {
        match self.stage() {
            Stage::Pending => Err(InvalidStateError::new("Result is not set.")),
            Stage::Cancelled => Err(self.make_cancelled_error()),
            Stage::Finished => self.retrieve().map_or(Ok(()), Err),
        }
    }

    /// The exception of a failed future, which is not retrieved by this.
    pub(crate) fn failure(&self) -> Option<Exception> {
        if self.cancelled() { None } else { self.error() }
    }

    /// The exception, with its traceback as it was (rules 2 and 4).
    fn retrieve(&self) -> Option<Exception> {
        self.take_unretrieved();
        self.error().map(|exception| self.with_own_traceback(exception))
    }

    fn with_own_traceback(&self, exception: Exception) -> Exception {
        exception.truncate_traceback(self.traceback_len.get());
        exception
    }
}
