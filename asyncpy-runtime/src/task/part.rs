//! What tasks have beyond futures.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use super::raw::{AnyFuture, AnyTask};
use super::remote::Remote;
use crate::context::LazyContext;
use crate::coroutine::Code;
use crate::sleep::SleepNode;

/// What tasks have beyond futures.
pub(crate) struct TaskPart {
    /// The function that the coroutine came from.
    pub(crate) code: &'static Code,
    /// What wakers on other threads hold; made when the first one is.
    pub(super) remote: OnceLock<std::sync::Arc<Remote>>,
    /// What the task is suspended at, as far as `cancel` must know.
    pub(crate) waiting_on: RefCell<WaitingOn>,
    /// The context that each step runs in.
    pub(crate) context: LazyContext,
    /// The N of "Task-N", or 0 if the task was given a name.
    pub(crate) number: u64,
    /// How often `cancel` was called, less the calls of `uncancel`.
    pub(crate) cancelling: Cell<u32>,
    /// How many leaves registered in the poll of the innermost checkpoint, see `leaf`.
    pub(crate) leaves: Cell<u32>,
    /// The neighbours in the loop's list of unfinished tasks.
    pub(super) links: RefCell<Links>,
}

/// The neighbours in the loop's list.
#[derive(Default)]
pub(super) struct Links {
    pub(super) previous: Option<AnyTask>,
    pub(super) next: Option<AnyTask>,
}

/// What a suspended task waits for.
#[derive(Clone, Default)]
pub(crate) enum WaitingOn {
    /// Nothing that `cancel` could cancel: a step is queued already.
    #[default]
    Nothing,
    /// A checkpoint, which raises when the task is stepped.
    Checkpoint,
    /// A future or task.
    Future(AnyFuture),
    /// A sleep.
    Sleep(Rc<SleepNode>),
}

impl WaitingOn {
    /// Cancels what the task waits for; false if there is nothing, or it is done.
    pub(crate) fn cancel(&self, message: Option<Rc<str>>) -> bool {
        match self {
            Self::Nothing | Self::Checkpoint => false,
            Self::Future(future) => future.request_cancel(message),
            Self::Sleep(sleep) => sleep.cancel(message),
        }
    }
}

impl TaskPart {
    /// The part of a new task. Without a name it takes the next number (B31).
    pub(crate) fn new(code: &'static Code, context: LazyContext, named: bool) -> Self {
        static NUMBERS: AtomicU64 = AtomicU64::new(0);
        let number = if named { 0 } else { NUMBERS.fetch_add(1, Ordering::Relaxed) + 1 };
        Self {
            code,
            remote: OnceLock::new(),
            waiting_on: RefCell::default(),
            context,
            number,
            cancelling: Cell::new(0),
            leaves: Cell::new(0),
            links: RefCell::default(),
        }
    }
}
