//! The loop's timers.
//!
//! Rules:
//! 1. Timers leave in order of their deadlines; equal deadlines leave as from CPython's `heapq` (B5).
//! 2. A cancelled timer stays until it reaches the head, or until more than 100 timers exist and over
//!    half of them are cancelled: then the list is filtered and made a heap again (B5a). The count of those
//!    that are cancelled is CPython's, which is too high: one that falls due before it reaches the head
//!    stays in it until the next filtering.

use std::rc::Rc;

use crate::event_loop::Handle;
use crate::heapq::Heap;
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

fn is_earlier(left: &Entry, right: &Entry) -> bool {
    left.when < right.when
}

/// The timers that are not due.
pub(crate) struct TimerHeap {
    heap: Heap<Entry>,
    cancelled: usize,
}

impl Default for TimerHeap {
    fn default() -> Self {
        Self { heap: Heap::new(is_earlier), cancelled: 0 }
    }
}

impl TimerHeap {
    /// Adds a timer.
    pub(crate) fn push(&mut self, when: f64, timer: Timer) {
        self.heap.push(Entry { when, timer });
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
            let (cancelled, kept): (Vec<_>, Vec<_>) =
                self.heap.take().into_iter().partition(|entry| entry.timer.is_cancelled());
            self.heap = Heap::heapify(kept, is_earlier);
            self.cancelled = 0;
            gone.extend(cancelled.into_iter().map(|entry| entry.timer));
        } else {
            while self.heap.first().is_some_and(|first| first.timer.is_cancelled()) {
                self.cancelled -= 1;
                gone.extend(self.heap.pop().map(|entry| entry.timer));
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
        let timer = self.heap.pop()?.timer; // if it is cancelled it does nothing, and stays in the count
        timer.leaves();
        Some(timer)
    }

    /// Takes all timers out.
    #[must_use]
    pub(crate) fn clear(&mut self) -> Vec<Timer> {
        self.cancelled = 0;
        let timers: Vec<Timer> = self.heap.take().into_iter().map(|entry| entry.timer).collect();
        for timer in &timers {
            timer.leaves();
        }
        timers
    }
}
