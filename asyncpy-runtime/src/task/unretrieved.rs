//! Exceptions that somebody holds and nobody looks at, in debug mode.
//!
//! Rules:
//! 1. An exception that nobody looked at is reported when the last handle of its future goes (B15). A handle that
//!    is kept for ever hides it; so in debug mode the loop notes each such future, and reports at its close those
//!    that are left, in the order in which they failed.
//! 2. A note is by address, and goes before the future does: when somebody looks, or when it is reported.
//! 3. Nothing is reported twice.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use super::raw::AnyFuture;
use super::state::UNRETRIEVED;
use crate::event_loop::{ExceptionContext, LoopCore};
use crate::exception::Exception;

/// The notes of one loop.
#[derive(Default)]
pub(crate) struct Unretrieved {
    notes: RefCell<HashMap<usize, Note>>,
    count: Cell<u64>,
}

struct Note {
    number: u64,
    /// What is reported, until it is.
    report: Option<(ExceptionContext, Exception)>,
}

/// What is said of an exception that nobody looked at.
pub(super) fn message(future: &AnyFuture) -> String {
    format!("{} exception was never retrieved", future.class_name())
}

impl AnyFuture {
    fn address(&self) -> usize {
        self.as_ptr() as usize
    }

    /// Notes that it failed (rule 1).
    #[cold]
    pub(super) fn note_failure(&self) {
        let Some(exception) = self.error() else { return };
        let context = ExceptionContext::new(message(self)).with("still held", format!("{self:?}"));
        let unretrieved = &self.event_loop.unretrieved;
        let number = unretrieved.count.get();
        unretrieved.count.set(number + 1);
        let note = Note { number, report: Some((context, exception)) };
        unretrieved.notes.borrow_mut().insert(self.address(), note);
    }

    /// The exception needs no report any more. Whether one is due now.
    pub(super) fn take_unretrieved(&self) -> bool {
        if !self.state.take(UNRETRIEVED) {
            return false;
        }
        let note = self.event_loop.unretrieved.notes.borrow_mut().remove(&self.address());
        note.is_none_or(|note| note.report.is_some()) // rule 3
    }
}

impl LoopCore {
    /// Reports what is left (rule 1).
    pub(crate) fn report_unretrieved(self: &Rc<Self>) {
        let mut due: Vec<(u64, ExceptionContext, Exception)> = Vec::new();
        for note in self.unretrieved.notes.borrow_mut().values_mut() {
            if let Some((context, exception)) = note.report.take() {
                due.push((note.number, context, exception));
            }
        }
        due.sort_by_key(|(number, ..)| *number);
        for (_, context, exception) in due {
            self.report(&context.with_exception(exception));
        }
    }
}
