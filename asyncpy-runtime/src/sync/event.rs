//! `asyncio.Event`.
//!
//! Rules:
//! 1. `set` wakes all who wait at that moment, in order, even if the event is cleared before they run (B70).
//! 2. Waiting for an event that is set does not suspend.

use std::cell::Cell;
use std::fmt;
use std::future::Future as StdFuture;
use std::rc::Rc;

use super::{Line, write_repr};
use crate::coroutine::{Code, Coroutine};
use crate::exception::Exception;

/// A flag that tasks can wait for: `asyncio.Event`.
///
/// Cloning gives another handle to the same event.
#[derive(Clone, Default)]
pub struct Event {
    inner: Rc<Inner>,
}

#[derive(Default)]
struct Inner {
    set: Cell<bool>,
    line: Line,
}

/// A place in line.
struct Place {
    event: Event,
    number: u64,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.event.inner.line.leave(self.number);
    }
}

impl Event {
    /// An event that is not set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether it is set: `Event.is_set()`.
    #[must_use]
    pub fn is_set(&self) -> bool {
        self.inner.set.get()
    }

    /// Sets it and wakes all who wait: `Event.set()`.
    pub fn set(&self) {
        if !self.inner.set.replace(true) {
            self.inner.line.wake(usize::MAX);
        }
    }

    /// Clears it: `Event.clear()`.
    pub fn clear(&self) {
        self.inner.set.set(false);
    }

    /// Waits until it is set: `Event.wait()`. Gives `true`.
    ///
    /// # Errors
    /// The await raises `RuntimeError` on another loop than before.
    pub fn wait(&self) -> Coroutine<impl StdFuture<Output = Result<bool, Exception>> + use<>> {
        static CODE: Code = Code { name: "wait", file: file!(), line: line!() };
        let event = self.clone();
        Coroutine::new(&CODE, async move {
            if event.is_set() {
                return Ok(true);
            }
            let (number, waiter) = event.inner.line.join(&event)?;
            let _place = Place { event, number };
            waiter.await?;
            Ok(true)
        })
    }
}

impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = if self.is_set() { "set" } else { "unset" };
        write_repr(f, "Event", &state, &self.inner.line)
    }
}
