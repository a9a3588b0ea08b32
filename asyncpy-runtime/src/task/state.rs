//! The state word of a future or task.
//!
//! Every future starts *pending* and becomes *finished* or *cancelled* once (B20). The other bits
//! are independent of that, except where a rule says so.
//!
//! | bit | set when | cleared when | never together with |
//! |---|---|---|---|
//! | `FINISHED` | a result or an exception is stored | never | `CANCELLED` |
//! | `CANCELLED` | cancelled before it finished | never | `FINISHED` |
//! | `UNRETRIEVED` | an exception is stored | somebody looks at it, or it was reported (B15) | `CANCELLED` |
//! | `TASK` | at creation of a task | never | |
//! | `SCHEDULED` | a step is put into the ready queue | the step begins | |
//! | `STARTED` | the coroutine is polled for the first time | never | |
//! | `RUNNING` | a step begins | it ends | `SCHEDULED` only if it was woken during the step |
//! | `MUST_CANCEL` | `cancel` found nothing to cancel below (C5, C6, C10) | the error is raised, or `uncancel` reached 0 (C12) | |
//! | `CANCEL_SENT` | `cancel` cancelled what the task waits for (C2) | a leaf raises, or a step begins without it | |
//! | `CANCEL_PASSING` | `cancel` begins to cancel what the task waits for | it has | |
//! | `CANCEL_BELOW` | a leaf raised the cancellation inside a checkpoint | the checkpoint looks at it | |
//! | `CLOSING` | the coroutine is being closed (B16) | `GeneratorExit` is raised at the leaf | |
//! | `COROUTINE_GONE` | the coroutine was dropped | never | `SCHEDULED` after it |
//! | `QUIET` | `gather` or `run_until_complete` made the task, or it was reported already | never | |

use std::cell::Cell;

/// How far a future is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Neither result nor exception yet.
    Pending,
    /// Ended with a value or an exception.
    Finished,
    /// Ended by cancellation.
    Cancelled,
}

/// One bit of the state word; the table above tells each one's rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Flag(u32);

pub(crate) const FINISHED: Flag = Flag(1 << 0);
pub(crate) const CANCELLED: Flag = Flag(1 << 1);
pub(crate) const UNRETRIEVED: Flag = Flag(1 << 2);
pub(crate) const TASK: Flag = Flag(1 << 3);
pub(crate) const SCHEDULED: Flag = Flag(1 << 4);
pub(crate) const STARTED: Flag = Flag(1 << 5);
pub(crate) const RUNNING: Flag = Flag(1 << 6);
pub(crate) const MUST_CANCEL: Flag = Flag(1 << 7);
pub(crate) const CANCEL_SENT: Flag = Flag(1 << 8);
pub(crate) const CANCEL_BELOW: Flag = Flag(1 << 9);
pub(crate) const CLOSING: Flag = Flag(1 << 10);
pub(crate) const COROUTINE_GONE: Flag = Flag(1 << 11);
pub(crate) const QUIET: Flag = Flag(1 << 12);
pub(crate) const CANCEL_PASSING: Flag = Flag(1 << 13);

/// The state word.
#[derive(Debug, Default)]
pub(crate) struct State(Cell<u32>);

impl State {
    /// A pending future, with `TASK` for a task.
    pub(crate) fn new(is_task: bool) -> Self {
        Self(Cell::new(if is_task { TASK.0 } else { 0 }))
    }

    /// How far the future is.
    pub(crate) fn stage(&self) -> Stage {
        if self.has(FINISHED) {
            Stage::Finished
        } else if self.has(CANCELLED) {
            Stage::Cancelled
        } else {
            Stage::Pending
        }
    }

    /// Whether the bit is set.
    #[inline]
    pub(crate) fn has(&self, flag: Flag) -> bool {
        self.0.get() & flag.0 != 0
    }

    /// Sets the bit.
    #[inline]
    pub(crate) fn set(&self, flag: Flag) {
        self.0.set(self.0.get() | flag.0);
    }

    /// Clears the bit.
    #[inline]
    pub(crate) fn clear(&self, flag: Flag) {
        self.0.set(self.0.get() & !flag.0);
    }

    /// Clears the bit and tells whether it was set.
    #[inline]
    #[must_use]
    pub(crate) fn take(&self, flag: Flag) -> bool {
        let was = self.has(flag);
        self.clear(flag);
        was
    }

    /// Sets the bit to `on` and tells what it was.
    #[inline]
    #[must_use]
    pub(crate) fn replace(&self, flag: Flag, on: bool) -> bool {
        let was = self.take(flag);
        if on {
            self.set(flag);
        }
        was
    }
}
