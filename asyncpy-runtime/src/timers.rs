//! The loop's timers: CPython's heap, move by move.
//!
//! Rules:
//! 1. Timers leave in order of their deadlines; equal deadlines leave in the order that CPython's
//!    `heapq` gives (B5): push sifts up; pop moves the last to the root, sinks it along the smaller
//!    child, taking the right one on equality, down to a leaf, and sifts it up from there.
//! 2. A cancelled timer stays until it reaches the head, or until more than 100 timers exist and over
//!    half of them are cancelled: then the list is filtered and made a heap again (B5a).

use std::rc::Rc;

use crate::event_loop::Handle;
use crate::sleep::SleepNode;

/// How many timers there must be before the cancelled ones are filtered out.
const MIN_TIMERS_TO_FILTER: usize = 100;

/// What happens at a deadline.
#[derive(Clone)]
pub(crate) enum Timer {
    /// A callback of `call_later` or `call_at`.
    Handle(Handle),
    /// The end of a sleep.
    Sleep(Rc<SleepNode>),
}

impl Timer {
    fn is_cancelled(&self) -> bool {
        match self {
            Self::Handle(handle) => handle.cancelled(),
            Self::Sleep(sleep) => sleep.is_timer_cancelled(),
        }
    }

    /// The timer leaves the heap: cancelling it is not counted any more.
    fn leaves(&self) {
        match self {
            Self::Handle(handle) => handle.timer_gone(),
            Self::Sleep(sleep) => sleep.timer_gone(),
        }
    }
}

struct Entry {
    when: f64,
    timer: Timer,
}

/// A binary heap of timers, as `heapq` keeps it.
#[derive(Default)]
pub(crate) struct TimerHeap {
    heap: Vec<Entry>,
    cancelled: usize,
}

impl TimerHeap {
    /// Adds a timer.
    pub(crate) fn push(&mut self, when: f64, timer: Timer) {
        self.heap.push(Entry { when, timer });
        self.sift_up(0, self.heap.len() - 1);
    }

    /// Counts one timer of the heap as cancelled.
    pub(crate) fn note_cancelled(&mut self) {
        self.cancelled += 1;
    }

    /// Drops cancelled timers where CPython does: at the start of an iteration (rule 2). They are
    /// given back, so that their destructors run outside any borrow.
    #[must_use]
    pub(crate) fn drop_cancelled(&mut self) -> Vec<Timer> {
        let mut gone = Vec::new();
        if self.heap.len() > MIN_TIMERS_TO_FILTER && self.cancelled * 2 > self.heap.len() {
            let entries = std::mem::take(&mut self.heap);
            let (cancelled, kept) =
                entries.into_iter().partition::<Vec<_>, _>(|entry| entry.timer.is_cancelled());
            self.heap = kept;
            self.heapify();
            self.cancelled = 0;
            gone.extend(cancelled.into_iter().map(|entry| entry.timer));
        } else {
            while self.heap.first().is_some_and(|first| first.timer.is_cancelled()) {
                self.cancelled -= 1;
                gone.extend(self.pop());
            }
        }
        for timer in &gone {
            timer.leaves();
        }
        gone
    }

    /// The next deadline.
    pub(crate) fn next_deadline(&self) -> Option<f64> {
        self.heap.first().map(|first| first.when)
    }

    /// The next timer, if its deadline is before `end`.
    pub(crate) fn pop_due(&mut self, end: f64) -> Option<Timer> {
        if self.next_deadline()? >= end {
            return None;
        }
        let timer = self.pop()?;
        if timer.is_cancelled() {
            self.cancelled -= 1; // it is put into the ready queue all the same, where it does nothing
        }
        timer.leaves();
        Some(timer)
    }

    /// Takes all timers out.
    #[must_use]
    pub(crate) fn clear(&mut self) -> Vec<Timer> {
        self.cancelled = 0;
        let timers: Vec<Timer> = self.heap.drain(..).map(|entry| entry.timer).collect();
        for timer in &timers {
            timer.leaves();
        }
        timers
    }

    fn pop(&mut self) -> Option<Timer> {
        if self.heap.is_empty() {
            return None;
        }
        let first = self.heap.swap_remove(0);
        if !self.heap.is_empty() {
            self.sink(0);
        }
        Some(first.timer)
    }

    fn less(&self, left: usize, right: usize) -> bool {
        self.heap[left].when < self.heap[right].when
    }

    /// `heapq._siftdown`: the entry at `at` rises towards `start` while it is smaller than its parent.
    fn sift_up(&mut self, start: usize, mut at: usize) {
        while at > start {
            let parent = (at - 1) / 2;
            if !self.less(at, parent) {
                break;
            }
            self.heap.swap(at, parent);
            at = parent;
        }
    }

    /// `heapq._siftup`: the entry at `start` sinks to a leaf, then rises to its place.
    fn sink(&mut self, start: usize) {
        let mut at = start;
        loop {
            let left = 2 * at + 1;
            if left >= self.heap.len() {
                break;
            }
            let right = left + 1;
            let child =
                if right < self.heap.len() && !self.less(left, right) { right } else { left };
            self.heap.swap(at, child);
            at = child;
        }
        self.sift_up(start, at);
    }

    fn heapify(&mut self) {
        for start in (0..self.heap.len() / 2).rev() {
            self.sink(start);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drain(deadlines: &[f64]) -> Vec<usize> {
        let mut heap = TimerHeap::default();
        let nodes: Vec<_> = deadlines.iter().map(|_| SleepNode::detached()).collect();
        for (when, node) in deadlines.iter().zip(&nodes) {
            heap.push(*when, Timer::Sleep(Rc::clone(node)));
        }
        std::iter::from_fn(|| heap.pop_due(f64::INFINITY))
            .map(|timer| match timer {
                Timer::Sleep(node) => nodes.iter().position(|other| Rc::ptr_eq(other, &node)),
                Timer::Handle(_) => None,
            })
            .map(|found| found.expect("a timer of this test"))
            .collect()
    }

    #[test]
    fn b4_deadlines_in_order() {
        assert_eq!(drain(&[3.0, 1.0, 2.0, 0.5]), [3, 1, 2, 0]);
    }

    #[test]
    fn b5_four_equal_timers_leave_as_from_heapq() {
        assert_eq!(drain(&[1.0; 4]), [0, 2, 1, 3]);
    }

    #[test]
    fn b5_many_ties_as_recorded_from_heapq() {
        let order = drain(&[2.0, 1.0, 2.0, 1.0, 1.0, 3.0, 2.0, 1.0, 3.0, 2.0]);
        assert_eq!(order, [1, 3, 4, 7, 2, 6, 9, 0, 8, 5]);
    }
}
