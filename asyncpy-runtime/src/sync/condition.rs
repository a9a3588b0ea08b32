//! `asyncio.Condition`.
//!
//! Rules:
//! 1. `notify` marks the first waiters; they compete for the lock behind those who queue for it already (B71).
//! 2. However `wait` ends, the lock is held again: a cancellation is kept until it is, the last one if there
//!    are several (C31).
//! 3. A waiter that leaves with an exception passes a notification on, so a spurious wake-up is possible.
//! 4. A waiter whose coroutine is dropped cannot take the lock again; it passes a notification on.

use std::fmt;
use std::future::Future as StdFuture;
use std::rc::Rc;

use super::{Line, Lock, write_repr};
use crate::context_manager::AsyncContextManager;
use crate::coroutine::{Code, Coroutine};
use crate::exception::{CancelledError, Exception, RuntimeError};

/// Waiting for a change of something that a lock protects: `asyncio.Condition`.
///
/// Cloning gives another handle to the same condition.
#[derive(Clone, Default)]
pub struct Condition {
    inner: Rc<Inner>,
}

#[derive(Default)]
struct Inner {
    lock: Lock,
    line: Line,
}

/// A place in line; it passes a notification on unless the wait ended well (rules 3 and 4).
struct Place {
    condition: Condition,
    number: u64,
    ended_well: bool,
}

impl Drop for Place {
    fn drop(&mut self) {
        let line = &self.condition.inner.line;
        line.leave(self.number);
        if !self.ended_well {
            line.wake(1);
        }
    }
}

impl Condition {
    /// A condition with a lock of its own.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A condition of this lock: `Condition(lock)`.
    #[must_use]
    pub fn with_lock(lock: &Lock) -> Self {
        Self { inner: Rc::new(Inner { lock: lock.clone(), line: Line::default() }) }
    }

    /// Whether the lock is locked: `Condition.locked()`.
    #[must_use]
    pub fn locked(&self) -> bool {
        self.inner.lock.locked()
    }

    /// Takes the lock: `Condition.acquire()`. See [`Lock::acquire`].
    ///
    /// # Errors
    /// As [`Lock::acquire`].
    pub fn acquire(&self) -> Coroutine<impl StdFuture<Output = Result<bool, Exception>> + use<>> {
        self.inner.lock.acquire()
    }

    /// Frees the lock: `Condition.release()`. See [`Lock::release`].
    ///
    /// # Errors
    /// As [`Lock::release`].
    pub fn release(&self) -> Result<(), Exception> {
        self.inner.lock.release()
    }

    /// Frees the lock, waits for a notification, and takes the lock again: `Condition.wait()`. Gives `true`.
    ///
    /// # Errors
    /// The await raises `RuntimeError` if the lock is not locked, or on another loop than before.
    pub fn wait(&self) -> Coroutine<impl StdFuture<Output = Result<bool, Exception>> + use<>> {
        static CODE: Code = Code { name: "wait", file: file!(), line: line!() };
        let condition = self.clone();
        Coroutine::new(&CODE, async move {
            if !condition.locked() {
                return Err(RuntimeError::new("cannot wait on un-acquired lock"));
            }
            let (number, waiter) = condition.inner.line.join(&condition)?;
            let mut place = Place { condition: condition.clone(), number, ended_well: false };
            condition.release()?;
            let mut outcome = waiter.await;
            condition.inner.line.leave(number);
            loop {
                match condition.acquire().await {
                    Ok(_) => break,
                    Err(error) if error.is_instance::<CancelledError>() => outcome = Err(error),
                    Err(error) => return Err(error),
                }
            }
            outcome?;
            place.ended_well = true;
            Ok(true)
        })
    }

    /// Waits until `predicate` holds, testing it after each notification: `Condition.wait_for()`.
    ///
    /// # Errors
    /// As [`wait`](Self::wait).
    pub fn wait_for<P>(
        &self,
        predicate: P,
    ) -> Coroutine<impl StdFuture<Output = Result<bool, Exception>> + use<P>>
    where
        P: FnMut() -> bool,
    {
        static CODE: Code = Code { name: "wait_for", file: file!(), line: line!() };
        let (condition, mut predicate) = (self.clone(), predicate);
        Coroutine::new(&CODE, async move {
            while !predicate() {
                condition.wait().await?;
            }
            Ok(true)
        })
    }

    /// Wakes one waiter: `Condition.notify()`.
    ///
    /// # Errors
    /// `RuntimeError` if the lock is not locked.
    pub fn notify(&self) -> Result<(), Exception> {
        self.notify_n(1)
    }

    /// Wakes the first `n` waiters: `Condition.notify(n)`.
    ///
    /// # Errors
    /// `RuntimeError` if the lock is not locked.
    pub fn notify_n(&self, n: usize) -> Result<(), Exception> {
        if !self.locked() {
            return Err(RuntimeError::new("cannot notify on un-acquired lock"));
        }
        self.inner.line.wake(n);
        Ok(())
    }

    /// Wakes all waiters: `Condition.notify_all()`.
    ///
    /// # Errors
    /// `RuntimeError` if the lock is not locked.
    pub fn notify_all(&self) -> Result<(), Exception> {
        self.notify_n(usize::MAX)
    }
}

impl fmt::Debug for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = if self.locked() { "locked" } else { "unlocked" };
        write_repr(f, "Condition", &state, &self.inner.line)
    }
}

impl AsyncContextManager for &Condition {
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
        let condition = self.clone();
        Coroutine::new(&CODE, async move { condition.release().map(|()| false) })
    }
}
