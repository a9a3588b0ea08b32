//! The loop's list of unfinished tasks.
//!
//! Rules:
//! 1. The loop owns its unfinished tasks: a task that nobody holds still runs.
//! 2. The list is in order of creation, and every walk over it is (the orders that CPython leaves to
//!    chance are insertion order).
//! 3. Neighbours hold each other; unlinking clears both sides, so a finished task holds nobody.

use std::cell::RefCell;

use super::part::Links;
use super::raw::AnyTask;

/// A doubly linked list through the tasks themselves: adding and removing take constant time.
#[derive(Default)]
pub(crate) struct TaskList {
    ends: RefCell<Links>,
}

impl TaskList {
    /// Adds a task at the end.
    pub(crate) fn push(&self, task: &AnyTask) {
        let mut ends = self.ends.borrow_mut();
        match ends.previous.replace(task.clone()) {
            None => ends.next = Some(task.clone()),
            Some(last) => {
                last.part().links.borrow_mut().next = Some(task.clone());
                task.part().links.borrow_mut().previous = Some(last);
            }
        }
    }

    /// Removes a task of this list; nothing happens if it is not in it.
    pub(crate) fn remove(&self, task: &AnyTask) {
        let Links { previous, next } = std::mem::take(&mut *task.part().links.borrow_mut());
        let mut ends = self.ends.borrow_mut();
        let is_first = ends.next.as_ref().is_some_and(|first| first.is(task));
        let is_last = ends.previous.as_ref().is_some_and(|last| last.is(task));
        if (previous.is_none() && !is_first) || (next.is_none() && !is_last) {
            return;
        }
        let before = match &previous {
            Some(previous) => {
                std::mem::replace(&mut previous.part().links.borrow_mut().next, next.clone())
            }
            None => std::mem::replace(&mut ends.next, next.clone()),
        };
        let after = match &next {
            Some(next) => {
                std::mem::replace(&mut next.part().links.borrow_mut().previous, previous.clone())
            }
            None => std::mem::replace(&mut ends.previous, previous.clone()),
        };
        drop(ends);
        drop((before, after)); // outside the borrows: these may be the last handles
    }

    /// The tasks, in order of creation.
    pub(crate) fn to_vec(&self) -> Vec<AnyTask> {
        let first = self.ends.borrow().next.clone();
        std::iter::successors(first, |task| task.part().links.borrow().next.clone()).collect()
    }
}
