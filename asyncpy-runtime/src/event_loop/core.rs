//! The heart of the loop: the ready queue, and one iteration after the other.
//!
//! Terms: a *batch* is what one iteration runs.
//!
//! Rules:
//! 1. Everything that runs goes through the ready queue, first in, first out (B1).
//! 2. An iteration drops cancelled timers (B5a); takes in what other threads sent, waiting for it only if
//!    nothing is ready and no stop is pending (B2); appends the timers that are due (B3, B6, B7); and runs
//!    exactly what is in the queue then. What that queues waits for the next iteration.
//! 3. `stop` ends the run after the batch (B10).
//! 4. An exception that leaves the loop leaves the rest of the batch at the head of the queue (B14).
//! 5. A closed loop drops its queue and timers silently. Its unfinished tasks are closed and reported (B16).

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};
use std::sync::Arc;
use std::time::Duration;

use super::clock::{Clock, RESOLUTION};
use super::deadlock::Detection;
use super::exception_handler::{ExceptionContext, ExceptionHandler};
use super::handle::Handle;
use super::reactor::Reactor;
use super::signal_handlers::SignalHandlers;
use super::signals::Interrupts;
use super::slow::{Slowness, Subject};
use super::threads::LoopThreads;
use super::{Owner, current};
use crate::exception::{Exception, RuntimeError};
use crate::task::{
    AnyFuture, AnyTask, DoneCallback, Inbox, Message, TaskList, Unretrieved, leaves_the_loop,
    report_lost,
};
use crate::timers::{Timer, TimerHeap};

/// The longest that the loop sleeps at once, in seconds: a day, as in CPython.
const MAXIMUM_SLEEP: f64 = 24.0 * 3600.0;

/// What waits in the queue.
enum Ready {
    /// A task's next step.
    Step(AnyTask),
    /// A callback.
    Handle(Handle),
    /// Bookkeeping after a future ended.
    Done(Rc<dyn DoneCallback>, AnyFuture),
    /// A timer that is due.
    Timer(Timer),
}

/// What an event loop is made of.
pub(crate) struct LoopCore {
    ready: RefCell<VecDeque<Ready>>,
    timers: RefCell<TimerHeap>,
    pub(super) clock: Clock,
    inbox: Arc<Inbox>,
    reactor: RefCell<Option<Reactor>>,
    stopping: Cell<bool>,
    running: Cell<bool>,
    closed: Cell<bool>,
    /// The unfinished tasks.
    pub(crate) tasks: TaskList,
    pub(super) exception_handler: RefCell<Option<ExceptionHandler>>,
    pub(super) debug: Cell<bool>,
    /// Ctrl-C.
    pub(crate) interrupts: Interrupts,
    pub(super) signal_handlers: SignalHandlers,
    /// What waits for other threads.
    pub(crate) threads: LoopThreads,
    pub(super) detection: Detection,
    pub(super) slowness: Slowness,
    /// The time at the end of the last batch, if nothing happened since: an iteration that did not wait need not
    /// read the clock again.
    last_reading: Cell<Option<f64>>,
    /// Failures that nobody looked at, in debug mode.
    pub(crate) unretrieved: Unretrieved,
    pub(super) owner: RefCell<Weak<Owner>>,
}

impl LoopCore {
    pub(super) fn new(virtual_time: bool) -> Rc<Self> {
        Rc::new(Self {
            ready: RefCell::default(),
            timers: RefCell::default(),
            clock: Clock::new(virtual_time),
            inbox: Inbox::new(),
            reactor: RefCell::default(),
            stopping: Cell::new(false),
            running: Cell::new(false),
            closed: Cell::new(false),
            tasks: TaskList::default(),
            exception_handler: RefCell::default(),
            debug: Cell::new(false),
            interrupts: Interrupts::default(),
            signal_handlers: SignalHandlers::default(),
            threads: LoopThreads::default(),
            detection: Detection::default(),
            slowness: Slowness::default(),
            last_reading: Cell::new(None),
            unretrieved: Unretrieved::default(),
            owner: RefCell::default(),
        })
    }

    /// Where other threads send to.
    pub(crate) fn inbox(&self) -> &Arc<Inbox> {
        &self.inbox
    }

    /// Seconds of the loop's clock.
    pub(crate) fn time(&self) -> f64 {
        self.clock.now()
    }

    pub(crate) fn is_debug(&self) -> bool {
        self.debug.get()
    }

    pub(crate) fn is_running(&self) -> bool {
        self.running.get()
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.closed.get()
    }

    pub(crate) fn stop(&self) {
        self.stopping.set(true);
    }

    /// # Errors
    /// `RuntimeError` if the loop is closed.
    pub(crate) fn check_open(&self) -> Result<(), Exception> {
        if self.closed.get() { Err(RuntimeError::new("Event loop is closed")) } else { Ok(()) }
    }

    /// Queues a step.
    pub(crate) fn queue_step(&self, task: AnyTask) {
        self.queue(Ready::Step(task));
    }

    /// Queues a callback.
    pub(crate) fn queue_handle(&self, handle: Handle) {
        self.queue(Ready::Handle(handle));
    }

    /// Queues bookkeeping for `future`, which is done.
    pub(crate) fn queue_done(&self, callback: Rc<dyn DoneCallback>, future: AnyFuture) {
        self.queue(Ready::Done(callback, future));
    }

    fn queue(&self, ready: Ready) {
        if self.closed.get() {
            drop(ready); // rule 5
        } else {
            self.ready.borrow_mut().push_back(ready);
        }
    }

    /// Adds a timer.
    pub(crate) fn add_timer(&self, when: f64, timer: Timer) {
        if !self.closed.get() {
            self.timers.borrow_mut().push(when, timer);
        }
    }

    /// One timer of the heap was cancelled.
    pub(crate) fn timer_cancelled(&self) {
        self.timers.borrow_mut().note_cancelled();
    }

    /// The task ended.
    pub(crate) fn forget_task(&self, task: &AnyTask) {
        self.tasks.remove(task);
    }

    /// Runs until `stop`, which the end of a future may cause, or until an exception leaves the loop.
    pub(super) fn run(self: &Rc<Self>, until_complete: bool) -> Result<(), Exception> {
        self.check_can_run()?;
        self.detection.until_complete.set(until_complete);
        self.last_reading.set(None);
        let _restore = Running::begin(self);
        loop {
            self.run_once()?;
            if self.stopping.get() {
                return Ok(());
            }
        }
    }

    /// # Errors
    /// `RuntimeError` if the loop is closed, runs, or another one runs on this thread (B18).
    pub(super) fn check_can_run(&self) -> Result<(), Exception> {
        self.check_open()?;
        if self.running.get() {
            return Err(RuntimeError::new("This event loop is already running"));
        }
        if current::running_core().is_ok() {
            let text = "Cannot run the event loop while another loop is running";
            return Err(RuntimeError::new(text));
        }
        Ok(())
    }

    /// One iteration (rule 2).
    fn run_once(self: &Rc<Self>) -> Result<(), Exception> {
        let cancelled = self.timers.borrow_mut().drop_cancelled();
        drop(cancelled);
        self.take_in()?;
        let now = self.last_reading.take().unwrap_or_else(|| self.time());
        let end = now + RESOLUTION;
        loop {
            let Some(timer) = self.timers.borrow_mut().pop_due(end) else { break };
            self.ready.borrow_mut().push_back(Ready::Timer(timer));
        }
        let batch = self.ready.take();
        self.run_batch(batch, self.clock.real(now))
    }

    /// Takes in what other threads sent, waiting for it if there is nothing else to do.
    fn take_in(self: &Rc<Self>) -> Result<(), Exception> {
        if self.ready.borrow().is_empty() && !self.stopping.get() {
            self.wait()?;
        }
        for message in self.inbox.take() {
            match message {
                Message::Call(function) => function(),
                Message::Wake(remote) => remote.deliver(),
            }
        }
        self.interrupts.deliver()
    }

    /// Sleeps until the next timer, a message or a signal. Virtual time jumps instead.
    fn wait(self: &Rc<Self>) -> Result<(), Exception> {
        self.last_reading.set(None);
        let deadline = self.timers.borrow().next_deadline();
        if let Some(deadline) = deadline
            && self.clock.jump(deadline)
        {
            return Ok(());
        }
        if deadline.is_none() {
            self.check_can_wake()?;
        }
        let timeout = deadline.map(|deadline| (deadline - self.time()).clamp(0.0, MAXIMUM_SLEEP));
        if timeout == Some(0.0) {
            return Ok(());
        }
        let mut reactor = self.reactor.borrow_mut();
        let reactor = match &mut *reactor {
            Some(reactor) => reactor,
            none => none.insert(Reactor::new(&self.inbox)?),
        };
        if !self.interrupts.is_pending() && self.inbox.fall_asleep() {
            let waited = reactor.wait(timeout.map(Duration::from_secs_f64));
            self.inbox.wake_up();
            waited?;
        }
        Ok(())
    }

    /// Runs the batch (rule 4), which begins at `start` of the real clock.
    fn run_batch(self: &Rc<Self>, mut batch: VecDeque<Ready>, start: f64) -> Result<(), Exception> {
        let count = batch.len();
        let measures_each = self.slowness.measures_each(count, self.debug.get());
        let mut reading = Some(start);
        while let Some(ready) = batch.pop_front() {
            let outcome = if measures_each {
                self.run_measured(ready, &mut reading)
            } else {
                self.run_one(ready)
            };
            if let Err(error) = outcome.and_then(|()| self.interrupts.deliver()) {
                let mut ready = self.ready.borrow_mut();
                batch.append(&mut ready);
                *ready = batch;
                return Err(error);
            }
        }
        if !measures_each {
            let end = self.clock.real_now();
            self.slowness.end_batch(count, end - start);
            reading = Some(end);
        }
        self.last_reading.set(reading.and_then(|end| self.clock.of_real(end)));
        let mut ready = self.ready.borrow_mut();
        if ready.is_empty() {
            *ready = batch; // keeps the memory for the next iteration
        }
        Ok(())
    }

    #[inline]
    fn run_one(self: &Rc<Self>, ready: Ready) -> Result<(), Exception> {
        match ready {
            Ready::Step(task) => task.step(),
            Ready::Handle(handle) | Ready::Timer(Timer::Handle(handle)) => handle.run(self),
            Ready::Done(callback, future) => {
                callback.call(&future).or_else(|error| self.report_or_leave(error))
            }
            Ready::Timer(Timer::Sleep(sleep)) => {
                sleep.fire();
                Ok(())
            }
        }
    }

    /// As `run_one`, measuring the entry (see `slow`), if it is more than bookkeeping. `reading` is the time now, if
    /// it is known, before and after.
    fn run_measured(
        self: &Rc<Self>,
        ready: Ready,
        reading: &mut Option<f64>,
    ) -> Result<(), Exception> {
        let start = reading.take();
        let subject = match &ready {
            Ready::Step(task) => Subject::Task(task.clone()),
            Ready::Handle(handle) | Ready::Timer(Timer::Handle(handle)) => {
                Subject::Handle(handle.clone())
            }
            Ready::Done(..) | Ready::Timer(Timer::Sleep(_)) => return self.run_one(ready),
        };
        let start = start.unwrap_or_else(|| self.clock.real_now());
        self.slowness.begin(&subject);
        let outcome = self.run_one(ready);
        let end = self.clock.real_now();
        self.slowness.end(&subject, end - start);
        *reading = Some(end);
        outcome
    }

    /// Bookkeeping failed: only `SystemExit` and `KeyboardInterrupt` leave the loop (B12, B14).
    #[cold]
    fn report_or_leave(self: &Rc<Self>, error: Exception) -> Result<(), Exception> {
        if leaves_the_loop(&error) {
            return Err(error);
        }
        let context = ExceptionContext::new("Exception in the bookkeeping of a future");
        self.call_exception_handler(&context.with_exception(error));
        Ok(())
    }

    /// Closes the loop (rule 5).
    pub(super) fn close(self: &Rc<Self>) {
        if self.closed.replace(true) {
            return;
        }
        self.inbox.close();
        let (ready, timers) = (self.ready.take(), self.timers.borrow_mut().clear());
        drop(ready);
        drop(timers);
        self.threads.close();
        if self.signal_handlers.close() {
            self.interrupts.set_handled(false);
        }
        for task in self.tasks.to_vec() {
            report_lost(&task);
            self.tasks.remove(&task);
        }
        self.report_unretrieved();
        self.slowness.close();
        self.reactor.take();
    }
}

/// Marks the loop as running while it exists.
struct Running {
    core: Rc<LoopCore>,
    outer: Option<Rc<LoopCore>>,
}

impl Running {
    fn begin(core: &Rc<LoopCore>) -> Self {
        core.running.set(true);
        core.interrupts.begin();
        Self { core: Rc::clone(core), outer: current::replace_running(Some(Rc::clone(core))) }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.core.interrupts.end();
        self.core.running.set(false);
        self.core.stopping.set(false);
        current::replace_running(self.outer.take());
    }
}
