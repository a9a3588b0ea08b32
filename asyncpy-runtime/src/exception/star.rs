//! `except*`: handing the parts of an exception to several handlers, and putting together what is
//! left.
//!
//! Rules, all CPython's:
//! 1. Each clause takes what it matches of what the clauses before it left. An exception that is not
//!    a group is handed over as the only part of a group without a message.
//! 2. What a handler raises again by a bare `raise` and what no clause took are joined, in the shape
//!    of the original group. A bare `raise` is told from `raise eg` by the traceback, which only the
//!    latter lengthens.
//! 3. If handlers raised anything else, that and the rest are raised as a group without a message;
//!    a single exception is raised as it is.

use std::collections::HashSet;

use super::{BaseExceptionGroup, Exception, ExceptionClass};

/// The state of a `try` statement with `except*` clauses, while an exception passes through it.
///
/// ```
/// use asyncpy_runtime::exception::{ExceptStar, ExceptionGroup, KeyError, TypeError, ValueError};
///
/// let eg = ExceptionGroup::group("eg", [ValueError(1), TypeError(2), KeyError(3)]);
/// let mut star = ExceptStar::new(eg);
/// let values = star.take::<ValueError>().unwrap();
/// assert_eq!(format!("{values:?}"), "ExceptionGroup('eg', [ValueError(1)])");
/// assert!(star.take::<OverflowError>().is_none());
/// # use asyncpy_runtime::exception::OverflowError;
/// let keys = star.take::<KeyError>().unwrap();
/// star.raised(keys); // the handler ended with a bare `raise`
/// let left = star.finish().unwrap();
/// assert_eq!(format!("{left:?}"), "ExceptionGroup('eg', [TypeError(2), KeyError(3)])");
/// ```
#[derive(Debug)]
pub struct ExceptStar {
    original: Exception,
    rest: Option<Exception>,
    /// The groups that were handed over, and how long their tracebacks were.
    taken: Vec<(Exception, usize)>,
    raised: Vec<Exception>,
    reraised: Vec<Exception>,
}

impl ExceptStar {
    /// Begins with the exception that left the `try` body.
    pub fn new(exception: Exception) -> Self {
        Self {
            rest: Some(exception.clone()),
            original: exception,
            taken: Vec::new(),
            raised: Vec::new(),
            reraised: Vec::new(),
        }
    }

    /// What the clause `except* C` handles: a group, or `None` if the clause is passed over.
    pub fn take<C: ExceptionClass + ?Sized>(&mut self) -> Option<Exception> {
        self.take_by(C::matches)
    }

    /// [`take`](Self::take) for several classes at once: `except* (A, B)`.
    pub fn take_by(&mut self, matches: impl FnMut(&Exception) -> bool) -> Option<Exception> {
        let (taken, rest) = self.rest.take()?.split_by(matches);
        self.rest = rest;
        let taken = taken?;
        let group = if taken.is_group() { taken } else { BaseExceptionGroup::group("", [taken]) };
        self.taken.push((group.clone(), group.traceback_len()));
        Some(group)
    }

    /// Notes that a handler was left by an exception.
    pub fn raised(&mut self, exception: Exception) {
        let length = exception.traceback_len();
        if self.original.is_group() && self.taken.contains(&(exception.clone(), length)) {
            self.reraised.push(exception);
        } else {
            self.raised.push(exception);
        }
    }

    /// What leaves the statement, if anything does.
    pub fn finish(mut self) -> Option<Exception> {
        if !self.original.is_group() {
            return self.raised.pop().or(self.rest);
        }
        if self.raised.is_empty() && self.reraised.is_empty() {
            return self.rest;
        }
        let mut keep = HashSet::new();
        for part in self.reraised.iter().chain(&self.rest) {
            part.for_each_leaf(&mut |leaf| {
                keep.insert(leaf.id());
            });
        }
        let original = &self.original;
        self.raised
            .extend(original.subgroup_by(|part| !part.is_group() && keep.contains(&part.id())));
        match self.raised.len() {
            1 => self.raised.pop(),
            _ => Some(BaseExceptionGroup::group("", self.raised)),
        }
    }
}
