//! The heart of the loop: the ready queue, and one iteration after the other.
//!
//! Terms: a *batch* is what one iteration runs: so many entries from the head of the queue.
//!
//! Rules:
//! 1. Everything that runs goes through the ready queue, first in, first out (B1).
//! 2. An iteration drops cancelled timers (B5a); takes in what other threads sent, waiting for it only if
//!    nothing is ready and no stop is pending (B2); appends the timers that are due (B3, B6, B7); and runs
//!    exactly what is in the queue then. What that queues waits for the next iteration.
//! 3. `stop` ends the run after the batch (B10).
//! 4. An exception that leaves the loop leaves the rest of the batch at the head of the queue (B14).
//! 5. A closed loop drops its queue and timers silently. Its unfinished tasks are closed and reported (B16).
//! 6. A panic of a destructor that runs between two entries is reported; the batch goes on.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::{Rc, Weak};
use std::sync::Arc;
use std::time::Duration;

use super::clock::Clock;
use super::deadlock::Detection;
use super::exception_handler::{ExceptionContext, ExceptionHandler};
use super::handle::Handle;
use super::reactor::Reactor;
use super::signal_handlers::SignalHandlers;
use super::signals::Interrupts;
use super::slow::{Slowness, Subject};
use super::threads::LoopThreads;
use super::{Owner, current};
use crate::async_generator::AsyncGenerators;
use crate::exception::{Exception, RuntimeError};
use crate::task::{
    AnyFuture, AnyTask, DoneCallback, Inbox, Message, TaskList, Unretrieved, leaves_the_loop,
    report_lost,
};
use crate::timers::{Timer, TimerHeap};

/// The longest that the loop sleeps at once, in seconds: a day, as in CPython.
const MAXIMUM_SLEEP: f64 = 24.0 * 3600.0;

/// What a panic is reported as that no task and no callback can be blamed for.
const DESTRUCTOR: &str = "Exception in a destructor";

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
    /// The asynchronous generators that it is to close.
    pub(crate) asyncgens: AsyncGenerators,
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
    pub(super) fn new(clock: Clock) -> Rc<Self> {
        Rc::new(Self {
            ready: RefCell::default(),
            timers: RefCell::default(),
            clock,
            inbox: Inbox::new(),
            reactor: RefCell::default(),
            stopping: Cell::new(false),
            running: Cell::new(false),
            closed: Cell::new(false),
            tasks: TaskList::default(),
            asyncgens: AsyncGenerators::default(),
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
        let now = self.queue_due_timers();
        self.run_batch(now)
    }

    /// Appends the timers that are due, and gives the moment by the real clock. Without timers the loop's clock
    /// is not read.
    fn queue_due_timers(&self) -> f64 {
        let last = self.last_reading.take();
        if self.timers.borrow().next_deadline().is_none() {
            return last.unwrap_or_else(|| self.clock.real_now());
        }
        let now = last.unwrap_or_else(|| self.time()); // may be the user's code: nothing is borrowed
        let end = now + self.clock.resolution();
        let mut timers = self.timers.borrow_mut();
        let due = std::iter::from_fn(|| timers.pop_due(end));
        self.ready.borrow_mut().extend(due.map(Ready::Timer));
        self.clock.real(now)
    }

    /// Takes in what other threads sent, waiting for it if there is nothing else to do.
    fn take_in(self: &Rc<Self>) -> Result<(), Exception> {
        if self.ready.borrow().is_empty() && !self.stopping.get() {
            self.wait()?;
        }
        for message in self.inbox.take() {
            match message {
                Message::Call(function) => function(self),
                Message::Wake(remote) => remote.arrive(),
            }
        }
        self.interrupts.deliver()
    }

    /// Sleeps until the next timer, a message or a signal. Virtual time jumps instead, unless a message is
    /// there already.
    fn wait(self: &Rc<Self>) -> Result<(), Exception> {
        self.last_reading.set(None);
        let deadline = self.timers.borrow().next_deadline();
        if self.inbox.is_filled() || deadline.is_some_and(|deadline| self.clock.jump(deadline)) {
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

    /// Runs what is in the queue now, and not what that adds (rules 2, 4 and 6). It is `start` by the real clock.
    fn run_batch(self: &Rc<Self>, start: f64) -> Result<(), Exception> {
        let count = self.ready.borrow().len();
        let left = Cell::new(count);
        let measures_each = self.slowness.measures_each(count, self.debug.get());
        let reading = Cell::new(Some(start));
        let measured = measures_each.then_some(&reading);
        loop {
            match catch_unwind(AssertUnwindSafe(|| self.run_entries(&left, measured))) {
                Ok(outcome) => break outcome?,
                Err(panic) => {
                    self.slowness.abandon();
                    self.report_or_leave(DESTRUCTOR, Exception::from_panic(panic))?;
                }
            }
        }
        if !measures_each {
            let end = self.clock.real_now();
            self.slowness.end_batch(count, end - start);
            reading.set(Some(end));
        }
        self.last_reading.set(reading.get().and_then(|end| self.clock.of_real(end)));
        Ok(())
    }

    /// Runs entries until none is left; `measured` is the reading of `run_measured`, if each is measured.
    fn run_entries(
        self: &Rc<Self>,
        left: &Cell<usize>,
        measured: Option<&Cell<Option<f64>>>,
    ) -> Result<(), Exception> {
        while let Some(fewer) = left.get().checked_sub(1) {
            left.set(fewer);
            let Some(ready) = self.ready.borrow_mut().pop_front() else { break };
            match measured {
                None => self.run_one(ready)?,
                Some(reading) => self.run_measured(ready, reading)?,
            }
            self.interrupts.deliver()?;
        }
        Ok(())
    }

    #[inline]
    fn run_one(self: &Rc<Self>, ready: Ready) -> Result<(), Exception> {
        match ready {
            Ready::Step(task) => task.step(),
            Ready::Handle(handle) | Ready::Timer(Timer::Handle(handle)) => handle.run(self),
            Ready::Done(callback, future) => {
                let bookkeeping = "Exception in the bookkeeping of a future";
                let done = callback.call(&future);
                done.or_else(|error| self.report_or_leave(bookkeeping, error))
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
        reading: &Cell<Option<f64>>,
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
        reading.set(Some(end));
        outcome
    }

    /// Only `SystemExit` and `KeyboardInterrupt` leave the loop (B12, B14).
    #[cold]
    fn report_or_leave(self: &Rc<Self>, what: &str, error: Exception) -> Result<(), Exception> {
        if leaves_the_loop(&error) {
            return Err(error);
        }
        self.call_exception_handler(&ExceptionContext::new(what).with_exception(error))
    }

    /// Closes the loop (rule 5).
    pub(super) fn close(self: &Rc<Self>) {
        if self.closed.replace(true) {
            return;
        }
        self.contain(|| self.inbox.close());
        let (ready, timers) = (self.ready.take(), self.timers.borrow_mut().clear());
        for entry in ready {
            self.contain(move || {
                if let Ready::Handle(handle) | Ready::Timer(Timer::Handle(handle)) = entry {
                    handle.give_up();
                }
            });
        }
        for timer in timers {
            self.contain(move || {
                if let Timer::Handle(handle) = timer {
                    handle.give_up();
                }
            });
        }
        self.contain(|| self.threads.close());
        self.contain(|| {
            if self.signal_handlers.close() {
                self.interrupts.set_handled(false);
            }
        });
        for task in self.tasks.to_vec() {
            self.contain(move || {
                report_lost(&task);
                self.tasks.remove(&task);
            });
        }
        self.contain(|| self.report_unretrieved());
        self.contain(|| self.slowness.close());
        self.reactor.take();
    }

    /// Calls `function`, which runs destructors; a panic of one is reported (rule 6).
    fn contain(self: &Rc<Self>, function: impl FnOnce()) {
        if let Err(panic) = catch_unwind(AssertUnwindSafe(function)) {
            let context = ExceptionContext::new(DESTRUCTOR);
            self.report(&context.with_exception(Exception::from_panic(panic)));
        }
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
