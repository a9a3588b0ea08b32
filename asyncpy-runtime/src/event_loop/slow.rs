//! Callbacks and steps that block the loop for too long: `loop.slow_callback_duration`.
//!
//! Rules:
//! 1. Always on: the clock is read at the end of each iteration, and an iteration that follows without waiting goes
//!    by that reading, so a busy loop reads it as often as without this. An iteration that took at least `slow_callback_duration` is reported. CPython measures in debug mode only.
//! 2. If it ran one thing, that is named: a task with the await that it returned at, a callback with the place where
//!    it was scheduled. If it ran several, their number is told, and from then on this loop measures each of
//!    them, as in debug mode: the second time the culprit is named.
//! 3. Seconds are real ones, whatever clock the loop has: blocking is real.
//! 4. The *watchdog* is a thread that reports while the loop still blocks, with the await that the task stood in
//!    when its step began. It is off unless it is asked for: then each step is preceded by reading its stack.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::EventLoop;
use super::handle::Handle;
use crate::exception::{Exception, FrameSummary, RuntimeError};
use crate::seconds::Seconds;
use crate::task::AnyTask;

/// What asyncio calls slow, in seconds.
const SLOW: f64 = 0.1;

/// The shortest time between two looks of the watchdog.
const SHORTEST_LOOK: Duration = Duration::from_millis(1);

/// What blocked a loop for too long.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SlowCallback {
    /// For how long, in seconds.
    pub seconds: f64,
    /// What it was: a task or callback as it prints, or how many they were.
    pub what: String,
    /// Where the task awaits now; in a report of the watchdog, where it awaited before.
    pub site: Option<FrameSummary>,
    /// Whether it still blocks.
    pub still_blocks: bool,
}

impl fmt::Display for SlowCallback {
    /// CPython's line for the log, and the place of the await.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seconds, what, site, still_blocks } = self;
        let took = if *still_blocks { "has taken" } else { "took" };
        write!(f, "Executing {what} {took} {seconds:.3} seconds")?;
        match site {
            None => Ok(()),
            Some(FrameSummary { filename, lineno, name }) => {
                let since = if *still_blocks { "since" } else { "until" };
                write!(f, ", {since} the await at {filename}:{lineno} in {name}()")
            }
        }
    }
}

type Report = Rc<dyn Fn(&SlowCallback)>;

/// What a loop knows of slowness.
pub(super) struct Slowness {
    duration: Cell<f64>,
    report: RefCell<Option<Report>>,
    /// Whether each entry is measured (rule 2).
    measure_each: Cell<bool>,
    watchdog: RefCell<Option<Watchdog>>,
}

impl Default for Slowness {
    fn default() -> Self {
        Self {
            duration: Cell::new(SLOW),
            report: RefCell::default(),
            measure_each: Cell::new(false),
            watchdog: RefCell::default(),
        }
    }
}

/// What an entry of the ready queue is about.
pub(super) enum Subject {
    /// A step.
    Task(AnyTask),
    /// A callback.
    Handle(Handle),
}

impl Subject {
    fn describe(&self, seconds: f64) -> SlowCallback {
        let (what, site) = match self {
            Self::Task(task) => (format!("{task:?}"), innermost(task)),
            Self::Handle(handle) => (format!("{handle:?}"), None),
        };
        SlowCallback { seconds, what, site, still_blocks: false }
    }
}

/// The innermost await that a task is suspended in.
fn innermost(task: &AnyTask) -> Option<FrameSummary> {
    task.await_chain().last().map(|site| FrameSummary::new(site.code, site.line))
}

impl Slowness {
    /// Whether the entries of a batch of this size are measured one by one.
    pub(super) fn measures_each(&self, count: usize, debug: bool) -> bool {
        count == 1 || debug || self.measure_each.get() || self.watchdog.borrow().is_some()
    }

    /// An entry begins.
    pub(super) fn begin(&self, subject: &Subject) {
        if self.watchdog.borrow().is_none() {
            return;
        }
        let SlowCallback { what, site, .. } = subject.describe(0.0);
        let doing = Doing { began: Instant::now(), what, site, is_reported: false };
        self.watch(Some(doing));
    }

    fn watch(&self, doing: Option<Doing>) {
        if let Some(watchdog) = &*self.watchdog.borrow() {
            watchdog.set(doing);
        }
    }

    /// An entry has ended.
    pub(super) fn end(&self, subject: &Subject, seconds: f64) {
        self.watch(None);
        if seconds >= self.duration.get() {
            self.tell(&subject.describe(seconds));
        }
    }

    /// An entry has ended by a panic.
    pub(super) fn abandon(&self) {
        self.watch(None);
    }

    /// A batch that was measured as a whole has ended.
    pub(super) fn end_batch(&self, count: usize, seconds: f64) {
        if seconds >= self.duration.get() && count > 0 {
            self.measure_each.set(true);
            let what = format!("{count} callbacks in one iteration");
            self.tell(&SlowCallback { seconds, what, site: None, still_blocks: false });
        }
    }

    #[cold]
    fn tell(&self, report: &SlowCallback) {
        let handler = self.report.borrow().clone();
        match handler {
            Some(handler) => handler(report),
            None => eprintln!("{report}"),
        }
    }

    /// The loop is closed.
    pub(super) fn close(&self) {
        let gone = (self.watchdog.take(), self.report.take());
        drop(gone);
    }
}

/// The thread that looks whether the loop gets on (rule 4).
struct Watchdog {
    shared: Arc<Watched>,
}

struct Watched {
    state: Mutex<State>,
    stopped: Condvar,
}

#[derive(Default)]
struct State {
    doing: Option<Doing>,
    stop: bool,
}

struct Doing {
    began: Instant,
    what: String,
    site: Option<FrameSummary>,
    is_reported: bool,
}

impl Watchdog {
    fn start(
        limit: Duration,
        report: impl Fn(&SlowCallback) + Send + 'static,
    ) -> Result<Self, Exception> {
        let shared = Arc::new(Watched { state: Mutex::default(), stopped: Condvar::new() });
        let watched = Arc::clone(&shared);
        let thread = thread::Builder::new().name("asyncpy_watchdog".to_owned());
        let started = thread.spawn(move || watched.watch(limit, &report));
        match started {
            Ok(_detached) => Ok(Self { shared }),
            Err(_) => Err(RuntimeError::new("can't start new thread")),
        }
    }

    fn set(&self, doing: Option<Doing>) {
        let mut state = self.shared.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.doing = doing;
    }
}

impl Drop for Watchdog {
    fn drop(&mut self) {
        self.shared.state.lock().unwrap_or_else(PoisonError::into_inner).stop = true;
        self.shared.stopped.notify_all();
    }
}

impl Watched {
    fn watch(&self, limit: Duration, report: &dyn Fn(&SlowCallback)) {
        let look = (limit / 2).max(SHORTEST_LOOK);
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while !state.stop {
            state =
                self.stopped.wait_timeout(state, look).unwrap_or_else(PoisonError::into_inner).0;
            let Some(doing) = &mut state.doing else { continue };
            let lasts = doing.began.elapsed();
            if lasts < limit || std::mem::replace(&mut doing.is_reported, true) {
                continue;
            }
            let slow = SlowCallback {
                seconds: lasts.as_secs_f64(),
                what: doing.what.clone(),
                site: doing.site,
                still_blocks: true,
            };
            drop(state);
            report(&slow);
            state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl EventLoop {
    /// From how many seconds on a step or callback is reported: `loop.slow_callback_duration`.
    #[must_use]
    pub fn slow_callback_duration(&self) -> f64 {
        self.core().slowness.duration.get()
    }

    /// Sets from how many seconds on a step or callback is reported; infinity turns the reports off.
    ///
    /// They go to stderr, unless [`set_slow_callback_handler`](Self::set_slow_callback_handler) was called. See
    /// [`SlowCallback`] for what they tell.
    pub fn set_slow_callback_duration(&self, seconds: impl Seconds) {
        self.core().slowness.duration.set(seconds.seconds());
    }

    /// Sets what is told of steps and callbacks that block the loop for too long.
    pub fn set_slow_callback_handler(&self, handler: impl Fn(&SlowCallback) + 'static) {
        let old = self.core().slowness.report.replace(Some(Rc::new(handler)));
        drop(old);
    }

    /// Starts a thread that reports to stderr when a step or callback has been blocking the loop for `limit` seconds
    /// and still does. It ends with the loop.
    ///
    /// # Errors
    /// `RuntimeError` if no thread can be started.
    pub fn set_watchdog(&self, limit: impl Seconds) -> Result<(), Exception> {
        self.set_watchdog_with(limit, |slow| eprintln!("{slow}"))
    }

    /// As [`set_watchdog`](Self::set_watchdog), and `report` is called, on the watchdog's thread.
    ///
    /// # Errors
    /// As [`set_watchdog`](Self::set_watchdog).
    pub fn set_watchdog_with(
        &self,
        limit: impl Seconds,
        report: impl Fn(&SlowCallback) + Send + 'static,
    ) -> Result<(), Exception> {
        let limit = Duration::try_from_secs_f64(limit.seconds()).unwrap_or(Duration::MAX);
        let watchdog = Watchdog::start(limit, report)?;
        let old = self.core().slowness.watchdog.replace(Some(watchdog));
        drop(old);
        Ok(())
    }
}
