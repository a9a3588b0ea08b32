//! `asyncio.Semaphore` and `asyncio.BoundedSemaphore`.
//!
//! Rules:
//! 1. `release` hands the slot to the first in line, who owns it from then on (B73); the semaphore counts as
//!    locked as long as anybody waits who is not cancelled.
//! 2. A waiter that leaves after it was chosen gives its slot back (C30).
//! 3. Whoever leaves the line wakes as many as there are free slots for.

use std::cell::Cell;
use std::fmt;
use std::future::Future as StdFuture;
use std::ops::Deref;
use std::rc::Rc;

use super::{Line, write_repr};
use crate::context_manager::AsyncContextManager;
use crate::coroutine::{Code, Coroutine};
use crate::exception::{Exception, ValueError};
use crate::future::Future;

/// A number of slots that tasks take and give back, fair: `asyncio.Semaphore`.
///
/// Cloning gives another handle to the same semaphore.
#[derive(Clone)]
pub struct Semaphore {
    inner: Rc<Inner>,
}

struct Inner {
    value: Cell<usize>,
    bound: Option<usize>,
    line: Line,
}

/// A place in line (rules 2 and 3).
struct Place {
    semaphore: Semaphore,
    number: u64,
    waiter: Future<()>,
    ended_well: bool,
}

impl Drop for Place {
    fn drop(&mut self) {
        let Inner { value, line, .. } = &*self.semaphore.inner;
        line.leave(self.number);
        if !self.ended_well && self.waiter.done() && !self.waiter.cancelled() {
            value.set(value.get() + 1);
        }
        while value.get() > 0 && self.semaphore.wake_next() {}
    }
}

impl Semaphore {
    /// A semaphore with `value` slots.
    #[must_use]
    pub fn new(value: usize) -> Self {
        Self::make(value, None)
    }

    fn make(value: usize, bound: Option<usize>) -> Self {
        let value = Cell::new(value);
        Self { inner: Rc::new(Inner { value, bound, line: Line::default() }) }
    }

    /// Whether an `acquire` would have to wait: `Semaphore.locked()`.
    #[must_use]
    pub fn locked(&self) -> bool {
        self.inner.value.get() == 0 || !self.inner.line.all_cancelled()
    }

    /// Takes a slot, waiting for one if there is none: `Semaphore.acquire()`. Gives `true`.
    ///
    /// # Errors
    /// The await raises `RuntimeError` on another loop than before.
    pub fn acquire(&self) -> Coroutine<impl StdFuture<Output = Result<bool, Exception>> + use<>> {
        static CODE: Code = Code { name: "acquire", file: file!(), line: line!() };
        let semaphore = self.clone();
        Coroutine::new(&CODE, async move {
            if !semaphore.locked() {
                let value = &semaphore.inner.value;
                value.set(value.get() - 1);
                return Ok(true);
            }
            let (number, waiter) = semaphore.inner.line.join(&semaphore)?;
            let mut place = Place { semaphore, number, waiter: waiter.clone(), ended_well: false };
            waiter.await?;
            place.ended_well = true;
            Ok(true)
        })
    }

    /// Gives a slot back: `Semaphore.release()`.
    ///
    /// # Errors
    /// `ValueError` if it is bounded and all slots are free.
    pub fn release(&self) -> Result<(), Exception> {
        let Inner { value, bound, .. } = &*self.inner;
        if bound.is_some_and(|bound| value.get() >= bound) {
            return Err(ValueError::new("BoundedSemaphore released too many times"));
        }
        value.set(value.get() + 1);
        self.wake_next();
        Ok(())
    }

    /// Hands a slot to the first in line who waits (rule 1); false if there is nobody.
    fn wake_next(&self) -> bool {
        let woken = self.inner.line.wake(1) == 1;
        if woken {
            let value = &self.inner.value;
            value.set(value.get() - 1);
        }
        woken
    }
}

impl fmt::Debug for Semaphore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self.inner.value.get();
        let state =
            if self.locked() { "locked".to_owned() } else { format!("unlocked, value:{value}") };
        let name = if self.inner.bound.is_some() { "BoundedSemaphore" } else { "Semaphore" };
        write_repr(f, name, &state, &self.inner.line)
    }
}

impl AsyncContextManager for &Semaphore {
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
        let semaphore = self.clone();
        Coroutine::new(&CODE, async move { semaphore.release().map(|()| false) })
    }
}

/// A semaphore that refuses more releases than acquires: `asyncio.BoundedSemaphore`. It is a
/// [`Semaphore`] and has its methods.
#[derive(Clone)]
pub struct BoundedSemaphore {
    semaphore: Semaphore,
}

impl BoundedSemaphore {
    /// A semaphore with `value` slots.
    #[must_use]
    pub fn new(value: usize) -> Self {
        Self { semaphore: Semaphore::make(value, Some(value)) }
    }
}

impl Deref for BoundedSemaphore {
    type Target = Semaphore;

    fn deref(&self) -> &Semaphore {
        &self.semaphore
    }
}

impl fmt::Debug for BoundedSemaphore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.semaphore.fmt(f)
    }
}

impl AsyncContextManager for &BoundedSemaphore {
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
        let semaphore = self.semaphore.clone();
        Coroutine::new(&CODE, async move { semaphore.release().map(|()| false) })
    }
}
