//! The loop's clock: monotonic seconds, real or virtual.
//!
//! Virtual time imitates what real time does to the order of a program:
//! 1. It stands still while anything runs, but every reading is a little later than the one before, so that
//!    two timers of the same delay have different deadlines, as they have in reality.
//! 2. When nothing is ready it jumps to the next deadline and a little beyond: a real loop wakes up late too,
//!    so that timers that are close together are due in one iteration, and one who sleeps again and again
//!    falls behind one who sleeps once.
//! 3. While a thread is at work for the loop it runs as real time does, see `threads`.

use std::cell::Cell;
use std::sync::LazyLock;
use std::time::Instant;

/// The resolution of the clock in seconds: a timer is due if its deadline is before now plus this (B7).
pub(crate) const RESOLUTION: f64 = 1e-9;

/// How far a reading of virtual time moves it, in seconds.
const TICK: f64 = 1e-8;

/// How late virtual time wakes up, in seconds.
const LATENESS: f64 = 1e-4;

/// A source of monotonic seconds.
pub(crate) enum Clock {
    /// Real time since the loop was made.
    Real(Instant),
    /// Virtual time, see above.
    Virtual {
        /// What it showed when it was read, or began to run.
        now: Cell<f64>,
        /// When it began to run (rule 3).
        runs_since: Cell<Option<Instant>>,
    },
}

impl Clock {
    /// A clock of the wanted kind.
    pub(crate) fn new(virtual_time: bool) -> Self {
        if virtual_time {
            Self::Virtual { now: Cell::new(0.0), runs_since: Cell::new(None) }
        } else {
            Self::Real(Instant::now())
        }
    }

    /// Now, in seconds.
    pub(crate) fn now(&self) -> f64 {
        match self {
            Self::Real(start) => start.elapsed().as_secs_f64(),
            Self::Virtual { now, runs_since } => {
                let mut passed = TICK;
                if let Some(since) = runs_since.get() {
                    let read = Instant::now();
                    passed += read.duration_since(since).as_secs_f64();
                    runs_since.set(Some(read));
                }
                now.set(now.get() + passed);
                now.get()
            }
        }
    }

    /// Now by the real clock, in seconds since some moment.
    pub(super) fn real_now(&self) -> f64 {
        static EPOCH: LazyLock<Instant> = LazyLock::new(Instant::now);
        match self {
            Self::Real(_) => self.now(),
            Self::Virtual { .. } => EPOCH.elapsed().as_secs_f64(),
        }
    }

    /// The moment when the loop's clock showed `now`, just now, by the real clock.
    #[inline]
    pub(super) fn real(&self, now: f64) -> f64 {
        match self {
            Self::Real(_) => now,
            Self::Virtual { .. } => self.real_now(),
        }
    }

    /// What the loop's clock showed at a moment of the real clock; virtual time cannot tell.
    #[inline]
    pub(super) fn of_real(&self, real: f64) -> Option<f64> {
        match self {
            Self::Real(_) => Some(real),
            Self::Virtual { .. } => None,
        }
    }

    /// Lets virtual time run as real time does, or stops it (rule 3).
    pub(super) fn run_as_real(&self, run: bool) {
        if let Self::Virtual { runs_since, .. } = self
            && runs_since.get().is_some() != run
        {
            self.now(); // what has passed counts
            runs_since.set(run.then(Instant::now));
        }
    }

    /// Moves virtual time forward to `deadline` (rule 2); false if time passes by itself.
    pub(crate) fn jump(&self, deadline: f64) -> bool {
        match self {
            Self::Virtual { now, runs_since } if runs_since.get().is_none() => {
                now.set(now.get().max(deadline + LATENESS));
                true
            }
            _ => false,
        }
    }
}
