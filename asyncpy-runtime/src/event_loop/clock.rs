//! The loop's clock: monotonic seconds, real or virtual.
//!
//! Virtual time imitates what real time does to the order of a program:
//! 1. It stands still while anything runs, but every reading is a little later than the one before, so that
//!    two timers of the same delay have different deadlines, as they have in reality.
//! 2. When nothing is ready it jumps to the next deadline and a little beyond: a real loop wakes up late too,
//!    so that timers that are close together are due in one iteration, and one who sleeps again and again
//!    falls behind one who sleeps once.
//!
//! Stepped time imitates nothing: it stands still while anything runs, and jumps exactly to the next deadline
//! when nothing is ready. Equal delays have equal deadlines, so it shows how ties leave the heap (B5).

use std::cell::Cell;
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
    Virtual(Cell<f64>),
    /// Stepped time, see above.
    Stepped(Cell<f64>),
}

impl Clock {
    /// A clock of real time.
    pub(crate) fn real() -> Self {
        Self::Real(Instant::now())
    }

    /// A clock of virtual time.
    pub(crate) fn virtual_time() -> Self {
        Self::Virtual(Cell::new(0.0))
    }

    /// A clock of stepped time.
    pub(crate) fn stepped() -> Self {
        Self::Stepped(Cell::new(0.0))
    }

    /// Now, in seconds.
    pub(crate) fn now(&self) -> f64 {
        match self {
            Self::Real(start) => start.elapsed().as_secs_f64(),
            Self::Virtual(now) => {
                now.set(now.get() + TICK);
                now.get()
            }
            Self::Stepped(now) => now.get(),
        }
    }

    /// Moves time forward to `deadline`, virtual time a little beyond (rule 2); false if the time is real.
    pub(crate) fn jump(&self, deadline: f64) -> bool {
        match self {
            Self::Real(_) => false,
            Self::Virtual(now) => {
                now.set(now.get().max(deadline + LATENESS));
                true
            }
            Self::Stepped(now) => {
                now.set(now.get().max(deadline));
                true
            }
        }
    }
}
