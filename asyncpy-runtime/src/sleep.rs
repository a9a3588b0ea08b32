//! `asyncio.sleep`.
//!
//! Rules:
//! 1. A delay of 0 or less is one bare yield: the next step goes to the end of the ready queue (B24, B29).
//! 2. A positive delay is a timer, which ends a future, which queues the step: three places in the
//!    queue, two iterations (B27). The timer and the future are one node here; the order is the same.
//! 3. `cancel` ends the future, not the timer (C2); the timer is cancelled when the sleeper learns of it.
//! 4. NaN is refused (B29).

use std::cell::Cell;
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
use crate::task::{AnyTask, Waiter, WaitingOn, cancelled_error, current, is_own, is_tracing};
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
    message: Cell<Option<Rc<str>>>,
    waiter: Cell<Option<Waiter>>,
    /// The loop whose heap holds the timer, until it leaves the heap or is cancelled.
    timer_of: Cell<Option<Weak<LoopCore>>>,
    timer_cancelled: Cell<bool>,
}

impl SleepNode {
    fn new(timer_of: Option<Weak<LoopCore>>) -> Rc<Self> {
        Rc::new(Self {
            stage: Cell::new(Stage::Waiting),
            message: Cell::default(),
            waiter: Cell::default(),
            timer_of: Cell::new(timer_of),
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
        self.message.set(message);
        self.end(Stage::Cancelled);
        true
    }

    fn end(&self, stage: Stage) {
        self.stage.set(stage);
        if let Some(waiter) = self.waiter.take() {
            waiter.wake();
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
            && let Some(event_loop) = self.timer_of.take().and_then(|timer_of| timer_of.upgrade())
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

    fn register(&self, waiter: Waiter) {
        self.waiter.set(Some(waiter));
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
    wait: Wait,
    result: Option<T>,
}

impl<T> fmt::Debug for Sleep<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sleep").field("delay", &self.wait.delay).finish_non_exhaustive()
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
    Coroutine::new(
        &CODE,
        Sleep { wait: Wait { delay, stage: WaitStage::New }, result: Some(result) },
    )
}

impl<T> Unpin for Sleep<T> {}

impl<T> StdFuture for Sleep<T> {
    type Output = Result<T, Exception>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Self::Output> {
        std::task::ready!(self.wait.poll(cx))?;
        Poll::Ready(Ok(self.result.take().expect("a sleep is not polled after its end")))
    }
}

/// A sleep without its result.
struct Wait {
    delay: f64,
    stage: WaitStage,
}

enum WaitStage {
    New,
    Yielded,
    Waiting(Rc<SleepNode>, Suspended),
    Ended,
}

impl Wait {
    fn poll(&mut self, cx: &task::Context<'_>) -> Poll<Result<(), Exception>> {
        if is_tracing(cx) {
            return Poll::Pending;
        }
        match self.stage {
            WaitStage::New if self.delay.is_nan() => {
                Poll::Ready(Err(ValueError::new("Invalid delay: NaN (not a number)")))
            }
            WaitStage::New if self.delay <= 0.0 => {
                self.stage = WaitStage::Yielded;
                current::with_task(|task| yield_to_others(task, cx));
                Poll::Pending
            }
            WaitStage::New => {
                let node = start_timer(self.delay)?;
                self.stage = WaitStage::Waiting(node, Suspended::Not);
                self.poll_timer(cx)
            }
            WaitStage::Yielded => {
                self.stage = WaitStage::Ended;
                Poll::Ready(current::with_task(|task| task.map_or(Ok(()), raise_thrown)))
            }
            WaitStage::Waiting(..) => self.poll_timer(cx),
            WaitStage::Ended => Poll::Ready(Ok(())),
        }
    }

    fn poll_timer(&mut self, cx: &task::Context<'_>) -> Poll<Result<(), Exception>> {
        let WaitStage::Waiting(node, at) = &mut self.stage else {
            unreachable!("a sleep with a timer")
        };
        let outcome = match std::task::ready!(leaf_poll(cx, at, node)) {
            Ok(()) if node.is_cancelled() => Err(cancelled_error(node.message.take())),
            outcome => outcome,
        };
        self.stop();
        Poll::Ready(outcome)
    }

    /// The sleep is over, one way or another: the timer is cancelled if it is still there (rule 3).
    fn stop(&mut self) {
        if let WaitStage::Waiting(node, at) = &mut self.stage {
            leave(at, node);
            node.cancel_timer();
            self.stage = WaitStage::Ended;
        }
    }
}

impl Drop for Wait {
    fn drop(&mut self) {
        self.stop();
    }
}

/// A bare yield (rule 1).
fn yield_to_others(task: Option<&AnyTask>, cx: &task::Context<'_>) {
    match task.filter(|task| is_own(task, cx)) {
        Some(task) => task.schedule(),
        None => cx.waker().wake_by_ref(),
    }
    if let Some(task) = task {
        task.suspend_on(WaitingOn::Nothing);
    }
}

/// What was thrown into the task while it had yielded.
fn raise_thrown(task: &AnyTask) -> Result<(), Exception> {
    match task.thrown() {
        None => Ok(()),
        Some(error) => {
            raised_here(task);
            Err(error)
        }
    }
}

/// The node of a new timer (rule 2).
fn start_timer(delay: f64) -> Result<Rc<SleepNode>, Exception> {
    let event_loop = match current::task() {
        Some(task) => Rc::clone(&task.event_loop),
        None => running_core()?,
    };
    let node = SleepNode::new(Some(Rc::downgrade(&event_loop)));
    event_loop.add_timer(event_loop.time() + delay, Timer::Sleep(Rc::clone(&node)));
    Ok(node)
}
