//! The loop's clock: monotonic seconds, real or virtual.

use std::cell::Cell;
use std::time::Instant;

/// The resolution of the clock in seconds: a timer is due if its deadline is before now plus this (B7).
pub(crate) const RESOLUTION: f64 = 1e-9;

/// A source of monotonic seconds.
pub(crate) enum Clock {
    /// Real time since the loop was made.
    Real(Instant),
    /// Virtual time: it stands still while anything runs, and jumps to the next timer when nothing does.
    Virtual(Cell<f64>),
}

impl Clock {
    /// A clock of the wanted kind.
    pub(crate) fn new(virtual_time: bool) -> Self {
        if virtual_time { Self::Virtual(Cell::new(0.0)) } else { Self::Real(Instant::now()) }
    }

    /// Now, in seconds.
    pub(crate) fn now(&self) -> f64 {
        match self {
            Self::Real(start) => start.elapsed().as_secs_f64(),
            Self::Virtual(now) => now.get(),
        }
    }

    /// Moves virtual time forward to `when`; false if the time is real.
    pub(crate) fn jump(&self, when: f64) -> bool {
        match self {
            Self::Real(_) => false,
            Self::Virtual(now) => {
                now.set(now.get().max(when));
                true
            }
        }
    }
}
