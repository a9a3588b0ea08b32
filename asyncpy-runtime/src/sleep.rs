//! `asyncio.sleep`.
//!
//! Rules:
//! 1. A delay of 0 or less is one bare yield: the next step goes to the end of the ready queue (B24, B29).
//! 2. A positive delay is a timer, which ends a future, which queues the step: three places in the
//!    queue, two iterations (B27). The timer and the future are one node here; the order is the same.
//! 3. `cancel` ends the future, not the timer (C2); the timer is cancelled when the sleeper learns of it.
//! 4. NaN is refused (B29).

use std::cell::{Cell, RefCell};
use std::fmt;
use std::future::Future as StdFuture;
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::task::{self, Poll};

use crate::coroutine::{Code, Coroutine};
use crate::event_loop::{LoopCore, running_core};
use crate::exception::{Exception, ValueError};
use crate::leaf::{Source, Suspended, leaf_poll, leave, raised_here};
use crate::seconds::Seconds;
use crate::task::{
    AnyTask, Callback, WaitingOn, cancelled_error, is_own, is_tracing, with_current,
};
use crate::timers::Timer;

/// How far a sleep is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Waiting,
    Over,
    Cancelled,
}

/// The future and the timer of one sleep.
pub(crate) struct SleepNode {
    stage: Cell<Stage>,
    message: RefCell<Option<Rc<str>>>,
    waiter: RefCell<Option<Callback>>,
    /// The loop whose heap holds the timer, until it leaves the heap.
    timer_of: RefCell<Option<Weak<LoopCore>>>,
    timer_cancelled: Cell<bool>,
}

impl SleepNode {
    fn new(timer_of: Option<Weak<LoopCore>>) -> Rc<Self> {
        Rc::new(Self {
            stage: Cell::new(Stage::Waiting),
            message: RefCell::default(),
            waiter: RefCell::default(),
            timer_of: RefCell::new(timer_of),
            timer_cancelled: Cell::new(false),
        })
    }

    /// The timer's turn in the ready queue: the future ends, and its waiter is woken (rule 2).
    pub(crate) fn fire(&self) {
        if !self.timer_cancelled.get() && self.stage.get() == Stage::Waiting {
            self.end(Stage::Over);
        }
    }

    /// Cancels the future (rule 3).
    pub(crate) fn cancel(&self, message: Option<Rc<str>>) -> bool {
        if self.stage.get() != Stage::Waiting {
            return false;
        }
        self.message.replace(message);
        self.end(Stage::Cancelled);
        true
    }

    fn end(&self, stage: Stage) {
        self.stage.set(stage);
        match self.waiter.take() {
            Some(Callback::Step(task)) => task.schedule(),
            Some(Callback::Waker(waker)) => {
                let waker = waker.borrow().clone();
                waker.wake();
            }
            _ => {}
        }
    }

    /// Whether the timer does nothing when it is due.
    pub(crate) fn is_timer_cancelled(&self) -> bool {
        self.timer_cancelled.get()
    }

    /// The timer left the heap.
    pub(crate) fn timer_gone(&self) {
        self.timer_of.take();
    }

    fn cancel_timer(&self) {
        if !self.timer_cancelled.replace(true)
            && let Some(event_loop) = self.timer_of.borrow().as_ref().and_then(Weak::upgrade)
        {
            event_loop.timer_cancelled();
        }
    }
}

impl Source for Rc<SleepNode> {
    fn is_over(&self) -> bool {
        self.stage.get() != Stage::Waiting
    }

    fn is_cancelled(&self) -> bool {
        self.stage.get() == Stage::Cancelled
    }

    fn register(&self, waiter: Callback) {
        self.waiter.replace(Some(waiter));
    }

    fn forget(&self, _at: &Suspended) {
        self.waiter.take();
    }

    fn waiting_on(&self) -> WaitingOn {
        WaitingOn::Sleep(Self::clone(self))
    }

    fn refuse(&self, _task: &AnyTask) -> Option<Exception> {
        None
    }
}

/// The future behind [`sleep`].
pub struct Sleep<T = ()> {
    delay: f64,
    result: Option<T>,
    stage: SleepStage,
}

enum SleepStage {
    New,
    Yielded,
    Waiting(Rc<SleepNode>, Suspended),
    Ended,
}

impl<T> fmt::Debug for Sleep<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sleep").field("delay", &self.delay).finish_non_exhaustive()
    }
}

static CODE: Code = Code { name: "sleep", file: file!(), line: line!() };

/// Suspends for `delay` seconds: `asyncio.sleep(delay)`.
///
/// The delay is a number of seconds (float or integer) or a `Duration`. 0 and less let every other ready
/// task run once.
///
/// # Errors
/// The await raises `ValueError` for NaN, `RuntimeError` outside a running loop, and `CancelledError` when
/// the task is cancelled.
pub fn sleep(delay: impl Seconds) -> Coroutine<Sleep> {
    sleep_with(delay, ())
}

/// As [`sleep`], and gives `result`: `asyncio.sleep(delay, result)`.
///
/// # Errors
/// As [`sleep`].
pub fn sleep_with<T>(delay: impl Seconds, result: T) -> Coroutine<Sleep<T>> {
    let delay = delay.seconds();
    Coroutine::new(&CODE, Sleep { delay, result: Some(result), stage: SleepStage::New })
}

impl<T> Unpin for Sleep<T> {}

impl<T> StdFuture for Sleep<T> {
    type Output = Result<T, Exception>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Self::Output> {
        if is_tracing(cx) {
            return Poll::Pending;
        }
        let this = &mut *self;
        if let SleepStage::New = this.stage {
            match with_current(|task| this.begin(task, cx)) {
                Ok(SleepStage::Yielded) => {
                    this.stage = SleepStage::Yielded;
                    return Poll::Pending;
                }
                Ok(stage) => this.stage = stage,
                Err(error) => return Poll::Ready(Err(error)),
            }
        }
        let outcome = match &mut this.stage {
            SleepStage::Waiting(node, at) => match std::task::ready!(leaf_poll(cx, at, node)) {
                Err(error) => Err(error),
                Ok(()) if node.is_cancelled() => Err(cancelled_error(node.message.take())),
                Ok(()) => Ok(()),
            },
            SleepStage::Yielded => with_current(|task| match task {
                Some(task) => task.thrown().map_or(Ok(()), |error| {
                    raised_here(task);
                    Err(error)
                }),
                None => Ok(()),
            }),
            SleepStage::New | SleepStage::Ended => Ok(()),
        };
        this.stop();
        let result = this.result.take().expect("a sleep is not polled after its end");
        Poll::Ready(outcome.map(|()| result))
    }
}

impl<T> Sleep<T> {
    /// The first poll: yields (rule 1) or starts the timer (rule 2).
    fn begin(
        &self,
        task: Option<&AnyTask>,
        cx: &task::Context<'_>,
    ) -> Result<SleepStage, Exception> {
        if self.delay.is_nan() {
            return Err(ValueError::new("Invalid delay: NaN (not a number)"));
        }
        if self.delay <= 0.0 {
            match task.filter(|task| is_own(task, cx)) {
                Some(task) => task.schedule(),
                None => cx.waker().wake_by_ref(),
            }
            if let Some(task) = task {
                task.suspend_on(WaitingOn::Nothing);
            }
            return Ok(SleepStage::Yielded);
        }
        let event_loop = match task {
            Some(task) => Rc::clone(&task.event_loop),
            None => running_core()?,
        };
        let node = SleepNode::new(Some(Rc::downgrade(&event_loop)));
        let when = event_loop.time() + self.delay;
        event_loop.add_timer(when, Timer::Sleep(Rc::clone(&node)));
        Ok(SleepStage::Waiting(node, Suspended::Not))
    }

    /// The sleep is over, one way or another: the timer is cancelled if it is still there (rule 3).
    fn stop(&mut self) {
        if let SleepStage::Waiting(node, mut at) =
            std::mem::replace(&mut self.stage, SleepStage::Ended)
        {
            leave(&mut at, &node);
            node.cancel_timer();
        }
    }
}

impl<T> Drop for Sleep<T> {
    fn drop(&mut self) {
        self.stop();
    }
}
