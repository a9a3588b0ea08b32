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
//!
//! A user's clock is only read: where a real loop would sleep until a deadline, the loop sleeps in real time
//! for as long as the clock says is left, and looks again.
//!
//! Stepped time imitates nothing: it stands still while anything runs, and jumps exactly to the next deadline
//! when nothing is ready. Equal delays have equal deadlines, so it shows how ties leave the heap (B5).

use std::cell::Cell;
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
    Virtual(Cell<f64>),
    /// A clock of the user's, see above.
    Custom {
        /// Tells the seconds.
        now: Box<dyn Fn() -> f64>,
        /// In seconds.
        resolution: f64,
    },
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

    /// Moves time forward to `deadline`, virtual time a little beyond (rule 2); false if it never comes, or the
    /// clock is one that moves by itself.
    pub(crate) fn jump(&self, deadline: f64) -> bool {
        match self {
            Self::Virtual(now) if deadline < f64::INFINITY => {
                // After many years the lateness is less than the distance of two floats.
                now.set(now.get().max(deadline + LATENESS).max(deadline.next_up()));
                true
            }
            Self::Stepped(now) if deadline < f64::INFINITY => {
                now.set(now.get().max(deadline));
                true
            }
            Self::Virtual(_) | Self::Stepped(_) | Self::Real(_) | Self::Custom { .. } => false,
        }
    }
}
