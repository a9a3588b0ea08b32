//! The loop's list of unfinished tasks.
//!
//! Rules:
//! 1. The loop owns its unfinished tasks: a task that nobody holds still runs.
//! 2. The list is in order of creation, and every walk over it is (the orders that CPython leaves to
//!    chance are insertion order).
//! 3. Neighbours hold each other; unlinking clears both sides, so a finished task holds nobody.

use super::cell::peek;
use super::part::Links;
use super::raw::AnyTask;

/// A doubly linked list through the tasks themselves: adding and removing take constant time.
#[derive(Default)]
pub(crate) struct TaskList {
    /// The last task and the first one.
    ends: Links,
}

impl TaskList {
    /// Adds a task at the end.
    pub(crate) fn push(&self, task: &AnyTask) {
        let last = self.ends.previous.replace(Some(task.clone()));
        self.links(last.as_ref()).next.set(Some(task.clone()));
        task.part().links.previous.set(last);
    }

    /// Removes a task of this list; nothing happens if it is not in it.
    pub(crate) fn remove(&self, task: &AnyTask) {
        let (previous, next) = task.part().links.take();
        let to_next = &self.links(previous.as_ref()).next;
        if !peek(to_next).is_some_and(|next| next.is(task)) {
            return;
        }
        // The handles to the task itself, of which one may be the last, go when both links are mended.
        let _before = to_next.replace(next.clone());
        let _after = self.links(next.as_ref()).previous.replace(previous);
    }

    /// The links of a neighbour, or the list's own beyond either end.
    fn links<'a>(&'a self, neighbour: Option<&'a AnyTask>) -> &'a Links {
        neighbour.map_or(&self.ends, |neighbour| &neighbour.part().links)
    }

    /// The tasks, in order of creation.
    pub(crate) fn to_vec(&self) -> Vec<AnyTask> {
        std::iter::successors(peek(&self.ends.next), |task| peek(&task.part().links.next)).collect()
    }
}
