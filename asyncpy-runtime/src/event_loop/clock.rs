//! The loop's clock: monotonic seconds, real, virtual, or the user's own.
//!
//! A timer is due if its deadline is before now plus the clock's resolution, strictly (B7).
//!
//! Virtual time imitates what real time does to the order of a program:
//! 1. It stands still while anything runs, but every reading is a little later than the one before, so that
//!    two timers of the same delay have different deadlines, as they have in reality.
//! 2. When nothing is ready it jumps to the next deadline and a little beyond: a real loop wakes up late too,
//!    so that timers that are close together are due in one iteration, and one who sleeps again and again
//!    falls behind one who sleeps once.
//! 3. While a thread is at work for the loop it runs as real time does, see `threads`.
//!
//! A user's clock is only read: where a real loop would sleep until a deadline, the loop sleeps in real time
//! for as long as the clock says is left, and looks again.
//!
//! Stepped time imitates nothing: it stands still while anything runs, and jumps exactly to the next deadline
//! when nothing is ready. Equal delays have equal deadlines, so it shows how ties leave the heap (B5). Rule 3
//! holds for it too.

use std::cell::Cell;
use std::sync::LazyLock;
use std::time::Instant;

/// The resolution of real and virtual time in seconds.
const RESOLUTION: f64 = 1e-9;

/// How far a reading of virtual time moves it, in seconds.
const TICK: f64 = 1e-8;

/// How late virtual time wakes up, in seconds.
const LATENESS: f64 = 1e-4;

/// A source of monotonic seconds.
pub(crate) enum Clock {
    /// Real time since the loop was made.
    Real(Instant),
    /// Virtual time, see above.
    Virtual(Simulated),
    /// A clock of the user's, see above.
    Custom {
        /// Tells the seconds.
        now: Box<dyn Fn() -> f64>,
        /// In seconds.
        resolution: f64,
    },
    /// Stepped time, see above.
    Stepped(Simulated),
}

/// Time that is moved.
#[derive(Default)]
pub(crate) struct Simulated {
    /// What it showed when it was moved, or began to run.
    now: Cell<f64>,
    /// When it began to run (rule 3).
    runs_since: Cell<Option<Instant>>,
}

impl Simulated {
    /// Moves it on by `step` and what has passed, and reads it.
    fn read(&self, step: f64) -> f64 {
        let mut now = self.now.get() + step;
        if let Some(since) = self.runs_since.get() {
            let read = Instant::now();
            now += read.duration_since(since).as_secs_f64();
            self.runs_since.set(Some(read));
        }
        self.now.set(now);
        now
    }

    /// Moves it forward to `time`; false if it runs.
    fn jump(&self, time: f64) -> bool {
        if self.runs_since.get().is_some() {
            return false;
        }
        self.now.set(self.now.get().max(time));
        true
    }
}

impl Clock {
    /// A clock of real time.
    pub(crate) fn real_time() -> Self {
        Self::Real(Instant::now())
    }

    /// A clock of virtual time.
    pub(crate) fn virtual_time() -> Self {
        Self::Virtual(Simulated::default())
    }

    /// A clock of stepped time.
    pub(crate) fn stepped() -> Self {
        Self::Stepped(Simulated::default())
    }

    /// Now, in seconds.
    pub(crate) fn now(&self) -> f64 {
        match self {
            Self::Real(start) => start.elapsed().as_secs_f64(),
            Self::Virtual(time) => time.read(TICK),
            Self::Stepped(time) => time.read(0.0),
            Self::Custom { now, .. } => now(),
        }
    }

    /// The resolution in seconds.
    pub(crate) fn resolution(&self) -> f64 {
        match self {
            Self::Real(_) | Self::Virtual(_) | Self::Stepped(_) => RESOLUTION,
            Self::Custom { resolution, .. } => *resolution,
        }
    }

    /// Now by the real clock, in seconds since some moment.
    pub(super) fn real_now(&self) -> f64 {
        static EPOCH: LazyLock<Instant> = LazyLock::new(Instant::now);
        match self {
            Self::Real(start) => start.elapsed().as_secs_f64(),
            Self::Virtual(_) | Self::Stepped(_) | Self::Custom { .. } => {
                EPOCH.elapsed().as_secs_f64()
            }
        }
    }

    /// The moment when the loop's clock showed `now`, just now, by the real clock.
    #[inline]
    pub(super) fn real(&self, now: f64) -> f64 {
        match self {
            Self::Real(_) => now,
            Self::Virtual(_) | Self::Stepped(_) | Self::Custom { .. } => self.real_now(),
        }
    }

    /// What the loop's clock showed at a moment of the real clock; only real time can tell.
    #[inline]
    pub(super) fn of_real(&self, real: f64) -> Option<f64> {
        match self {
            Self::Real(_) => Some(real),
            Self::Virtual(_) | Self::Stepped(_) | Self::Custom { .. } => None,
        }
    }

    /// Lets virtual and stepped time run as real time does, or stops them (rule 3).
    pub(super) fn run_as_real(&self, run: bool) {
        if let Self::Virtual(time) | Self::Stepped(time) = self
            && time.runs_since.get().is_some() != run
        {
            time.read(0.0); // what has passed counts
            time.runs_since.set(run.then(Instant::now));
        }
    }

    /// Moves time forward to `deadline`, virtual time a little beyond (rule 2); false if it never comes, or
    /// time passes by itself.
    pub(crate) fn jump(&self, deadline: f64) -> bool {
        match self {
            Self::Virtual(time) if deadline < f64::INFINITY => {
                // After many years the lateness is less than the distance of two floats.
                time.jump((deadline + LATENESS).max(deadline.next_up()))
            }
            Self::Stepped(time) if deadline < f64::INFINITY => time.jump(deadline),
            Self::Virtual(_) | Self::Stepped(_) | Self::Real(_) | Self::Custom { .. } => false,
        }
    }
}
