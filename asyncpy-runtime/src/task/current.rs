//! What runs on this thread: a step of a task, or a callback, in its context.
//!
//! Rules:
//! 1. What runs is lent for the time it runs, not counted: looking at it costs nothing else, and the one who
//!    runs it holds it anyway.
//! 2. Runs nest: in a step another task may be closed, start eagerly or have its stack read, and code may enter
//!    another context. The inner run hides the outer one until it ends, even by a panic.

use std::cell::Cell;

use super::raw::AnyTask;
use crate::context::LazyContext;

/// What runs.
#[derive(Clone, Copy)]
pub(crate) struct Current<'a> {
    /// The task, unless a plain callback runs.
    pub(crate) task: Option<&'a AnyTask>,
    /// The context that the running code sees.
    pub(crate) context: &'a LazyContext,
}

thread_local! {
    static CURRENT: Cell<Option<Current<'static>>> = const { Cell::new(None) };
}

/// Calls `function` while `current` is what runs.
pub(crate) fn run_as<R>(current: Current<'_>, function: impl FnOnce() -> R) -> R {
    // SAFETY: the types differ in a lifetime only. `with` gives the references out for the time of a call, on this
    // thread; all such calls made by `function` end before it does. Then, or when it unwinds, `Outer` takes them
    // out of the slot, before this function returns to the one who lent them.
    let lent = unsafe { std::mem::transmute::<Current<'_>, Current<'static>>(current) };
    let _outer = Outer(CURRENT.replace(Some(lent)));
    function()
}

/// Calls `look` with what runs; nothing does outside of the loop.
#[inline]
pub(crate) fn with<R>(look: impl FnOnce(Option<Current<'_>>) -> R) -> R {
    look(CURRENT.get())
}

/// Calls `look` with the task whose step is running.
#[inline]
pub(crate) fn with_task<R>(look: impl FnOnce(Option<&AnyTask>) -> R) -> R {
    with(|current| look(current.and_then(|current| current.task)))
}

/// The task whose step is running.
pub(crate) fn task() -> Option<AnyTask> {
    CURRENT.get()?.task.cloned()
}

/// What ran before; it is put back when this is dropped (rule 2).
struct Outer(Option<Current<'static>>);

impl Drop for Outer {
    fn drop(&mut self) {
        CURRENT.set(self.0);
    }
}
