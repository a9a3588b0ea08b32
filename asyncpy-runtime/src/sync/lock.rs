//! `asyncio.Lock`.
//!
//! Rules:
//! 1. `release` wakes the first in line; it owns the lock only when it runs (B68).
//! 2. In between the lock is not locked, but a newcomer queues behind: no barging, unless everybody in line
//!    is cancelled (B69).
//! 3. A waiter that leaves without the lock wakes the first in line, if the lock is free (C28).

use std::cell::Cell;
use std::fmt;
use std::future::Future as StdFuture;
use std::rc::Rc;

use super::{Line, wake, write_repr};
use crate::context_manager::AsyncContextManager;
use crate::coroutine::{Code, Coroutine};
use crate::exception::{Exception, RuntimeError};

/// Mutual exclusion between tasks, fair: `asyncio.Lock`.
///
/// Use it with `async_with!`, or with [`acquire`](Self::acquire) and [`release`](Self::release). Cloning gives
/// another handle to the same lock.
#[derive(Clone, Default)]
pub struct Lock {
    inner: Rc<Inner>,
}

#[derive(Default)]
struct Inner {
    locked: Cell<bool>,
    line: Line,
}

/// A place in line; leaving it keeps rule 3.
struct Place {
    lock: Lock,
    number: u64,
}

impl Drop for Place {
    fn drop(&mut self) {
        let Inner { locked, line } = &*self.lock.inner;
        line.leave(self.number);
        if !locked.get() {
            self.lock.wake_first();
        }
    }
}

impl Lock {
    /// A lock that is free.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether somebody has it: `Lock.locked()`.
    #[must_use]
    pub fn locked(&self) -> bool {
        self.inner.locked.get()
    }

    /// Waits until the lock is free and takes it: `Lock.acquire()`. Gives `true`.
    ///
    /// # Errors
    /// The await raises `RuntimeError` on another loop than before.
    pub fn acquire(&self) -> Coroutine<impl StdFuture<Output = Result<bool, Exception>> + use<>> {
        static CODE: Code = Code { name: "acquire", file: file!(), line: line!() };
        let lock = self.clone();
        Coroutine::new(&CODE, async move {
            let Inner { locked, line } = &*lock.inner;
            if !locked.get() && line.all_cancelled() {
                locked.set(true);
                return Ok(true);
            }
            let (number, waiter) = line.join(&lock)?;
            let place = Place { lock: lock.clone(), number };
            waiter.await?;
            locked.set(true);
            drop(place);
            Ok(true)
        })
    }

    /// Frees the lock: `Lock.release()`.
    ///
    /// # Errors
    /// `RuntimeError` if it is free.
    pub fn release(&self) -> Result<(), Exception> {
        if !self.inner.locked.replace(false) {
            return Err(RuntimeError::new("Lock is not acquired."));
        }
        self.wake_first();
        Ok(())
    }

    fn wake_first(&self) {
        if let Some(first) = self.inner.line.first() {
            wake(&first);
        }
    }
}

impl fmt::Debug for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = if self.locked() { "locked" } else { "unlocked" };
        write_repr(f, "Lock", &state, &self.inner.line)
    }
}

impl AsyncContextManager for &Lock {
    type Value = ();

    fn __aenter__(&mut self) -> Coroutine<impl StdFuture<Output = Result<(), Exception>>> {
        let acquire = self.acquire();
        Coroutine::new(acquire.code(), async move { acquire.await.map(drop) })
    }

    fn __aexit__(
        &mut self,
        _exception: Option<&Exception>,
    ) -> Coroutine<impl StdFuture<Output = Result<bool, Exception>>> {
        static CODE: Code = Code { name: "release", file: file!(), line: line!() };
        let lock = self.clone();
        Coroutine::new(&CODE, async move { lock.release().map(|()| false) })
    }
}
