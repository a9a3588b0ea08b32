//! Reading the stack of a suspended task.
//!
//! A coroutine is a state machine that only its poll can walk, so the stack is read by a poll that
//! changes nothing: it is given a waker that leaves and checkpoints recognise and answer with
//! `Pending` at once, and every await that the `Pending` leaves notes its place.
//!
//! Rules:
//! 1. No leaf registers, resumes or raises in such a poll, and no foreign future is polled.
//! 2. Clones of its waker are the task's ordinary wakers.

use std::cell::RefCell;
use std::task::{Context, Poll};

use super::part::WaitingOn;
use super::raw::{AnyTask, Exclusive};
use super::remote::Remote;
use super::state::{COROUTINE_GONE, STARTED};
use super::waker;
use crate::coroutine::Code;
use crate::exception::repr_str;

/// A place in the source: a function and a line of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FrameSite {
    /// The function.
    pub code: &'static Code,
    /// The line, counted from 1.
    pub line: u32,
}

thread_local! {
    static SITES: RefCell<Vec<FrameSite>> = const { RefCell::new(Vec::new()) };
}

/// Whether this poll only reads the stack.
#[inline]
pub(crate) fn is_tracing(cx: &Context<'_>) -> bool {
    waker::is_trace(cx)
}

/// Notes the place of an await that is pending.
#[inline]
pub(crate) fn note(cx: &Context<'_>, code: &'static Code, line: u32) {
    if waker::is_trace(cx) {
        // A thread that ends may have no list any more; the stack is empty then.
        let _ = SITES.try_with(|sites| sites.borrow_mut().push(FrameSite { code, line }));
    }
}

/// Sets the list of places and gives the one before.
fn replace_sites(sites: Vec<FrameSite>) -> Vec<FrameSite> {
    SITES.try_with(|places| places.replace(sites)).unwrap_or_default()
}

impl AnyTask {
    /// Whether anybody might wake the task by a waker.
    pub(crate) fn has_wakers(&self) -> bool {
        self.part().remote.get().is_some_and(Remote::has_wakers)
    }

    /// What the suspended task waits for, in words.
    pub(crate) fn waits_for(&self) -> String {
        match self.part().waiting_on() {
            WaitingOn::Nothing | WaitingOn::Checkpoint => "a future of another crate".to_owned(),
            WaitingOn::Sleep(_) => "a sleep".to_owned(),
            WaitingOn::Future(future) => match future.as_task() {
                Some(task) => format!("Task(name={})", repr_str(&task.get_name())),
                None => "a future that nobody ends".to_owned(),
            },
        }
    }
}

/// The awaits that the task is suspended in, outermost first. Empty for a task that has not started,
/// is running or has ended.
pub(crate) fn stack(task: &AnyTask) -> Vec<FrameSite> {
    if !task.state.has(STARTED) || task.state.has(COROUTINE_GONE) {
        return Vec::new();
    }
    let Some(mut exclusive) = Exclusive::begin(task) else { return Vec::new() };
    let outer = replace_sites(Vec::new());
    let polled = task.as_current(|| waker::with_trace(task, |cx| exclusive.poll(cx)));
    let mut sites = replace_sites(outer);
    match polled {
        Ok(Poll::Pending) => drop(exclusive),
        // A hidden foreign future went on all the same: the step counts.
        Ok(Poll::Ready(outcome)) => drop(task.end(exclusive, outcome)),
        Err(panic) => drop(task.end(exclusive, Err(panic))),
    }
    sites.reverse();
    sites
}
