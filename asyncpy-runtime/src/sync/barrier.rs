//! `asyncio.Barrier`.
//!
//! Rules:
//! 1. A barrier fills, drains, and fills again. Whoever comes while it drains waits until it is empty.
//! 2. The last party does not wait; its index is `parties - 1` (B74).
//! 3. `reset` breaks those who wait now; `abort` breaks them and all who come later.

use std::cell::Cell;
use std::fmt;
use std::future::Future as StdFuture;
use std::rc::Rc;

use super::Condition;
use crate::context_manager::AsyncContextManager;
use crate::coroutine::{Code, Coroutine};
use crate::exception::{BrokenBarrierError, Exception, ValueError};

/// A point that a number of tasks pass together: `asyncio.Barrier`.
///
/// Cloning gives another handle to the same barrier.
#[derive(Clone)]
pub struct Barrier {
    inner: Rc<Inner>,
}

struct Inner {
    condition: Condition,
    parties: usize,
    count: Cell<usize>,
    state: Cell<State>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Filling,
    Draining,
    Resetting,
    Broken,
}

/// A party inside the barrier: leaving it lets the next ones in when it was the last.
struct Party<'a>(&'a Inner);

impl Drop for Party<'_> {
    fn drop(&mut self) {
        let Inner { condition, count, state, .. } = self.0;
        count.set(count.get() - 1);
        if count.get() == 0 {
            if matches!(state.get(), State::Resetting | State::Draining) {
                state.set(State::Filling);
            }
            // The lock is held unless the party was dropped in its sleep: then nobody holds it.
            let _ = condition.notify_all();
        }
    }
}

/// Holds the condition's lock.
struct Locked<'a>(&'a Condition);

impl Drop for Locked<'_> {
    fn drop(&mut self) {
        if self.0.locked() {
            // Just seen to be locked.
            let _ = self.0.release();
        }
    }
}

impl Barrier {
    /// A barrier for `parties` tasks.
    ///
    /// # Errors
    /// `ValueError` for 0.
    pub fn new(parties: usize) -> Result<Self, Exception> {
        if parties == 0 {
            return Err(ValueError::new("parties must be > 0"));
        }
        let inner = Inner {
            condition: Condition::new(),
            parties,
            count: Cell::new(0),
            state: Cell::new(State::Filling),
        };
        Ok(Self { inner: Rc::new(inner) })
    }

    /// How many it takes: `Barrier.parties`.
    #[must_use]
    pub fn parties(&self) -> usize {
        self.inner.parties
    }

    /// How many wait: `Barrier.n_waiting`.
    #[must_use]
    pub fn n_waiting(&self) -> usize {
        if self.inner.state.get() == State::Filling { self.inner.count.get() } else { 0 }
    }

    /// Whether it was aborted: `Barrier.broken`.
    #[must_use]
    pub fn broken(&self) -> bool {
        self.inner.state.get() == State::Broken
    }

    /// Waits until all parties are here: `Barrier.wait()`. Gives an index that no other party has.
    ///
    /// # Errors
    /// The await raises `BrokenBarrierError` if the barrier is reset or aborted.
    pub fn wait(&self) -> Coroutine<impl StdFuture<Output = Result<usize, Exception>> + use<>> {
        static CODE: Code = Code { name: "wait", file: file!(), line: line!() };
        let inner = Rc::clone(&self.inner);
        Coroutine::new(&CODE, async move {
            let Inner { condition, parties, count, state } = &*inner;
            condition.acquire().await?;
            let _locked = Locked(condition);
            let busy = || matches!(state.get(), State::Draining | State::Resetting);
            condition.wait_for(|| !busy()).await?;
            if state.get() == State::Broken {
                return Err(BrokenBarrierError::new("Barrier aborted"));
            }
            let index = count.get();
            count.set(index + 1);
            let _party = Party(&inner);
            if index + 1 == *parties {
                state.set(State::Draining);
                condition.notify_all()?;
            } else {
                condition.wait_for(|| state.get() != State::Filling).await?;
                if matches!(state.get(), State::Broken | State::Resetting) {
                    return Err(BrokenBarrierError::new("Abort or reset of barrier"));
                }
            }
            Ok(index)
        })
    }

    /// Empties the barrier; those who wait get `BrokenBarrierError`: `Barrier.reset()`.
    ///
    /// # Errors
    /// The await raises only what taking the lock does.
    pub fn reset(&self) -> Coroutine<impl StdFuture<Output = Result<(), Exception>> + use<>> {
        static CODE: Code = Code { name: "reset", file: file!(), line: line!() };
        self.change(&CODE, |inner| {
            let next = if inner.count.get() > 0 { State::Resetting } else { State::Filling };
            inner.state.set(next);
        })
    }

    /// Breaks the barrier for good: `Barrier.abort()`.
    ///
    /// # Errors
    /// The await raises only what taking the lock does.
    pub fn abort(&self) -> Coroutine<impl StdFuture<Output = Result<(), Exception>> + use<>> {
        static CODE: Code = Code { name: "abort", file: file!(), line: line!() };
        self.change(&CODE, |inner| inner.state.set(State::Broken))
    }

    fn change(
        &self,
        code: &'static Code,
        change: fn(&Inner),
    ) -> Coroutine<impl StdFuture<Output = Result<(), Exception>> + use<>> {
        let inner = Rc::clone(&self.inner);
        Coroutine::new(code, async move {
            inner.condition.acquire().await?;
            let _locked = Locked(&inner.condition);
            change(&inner);
            inner.condition.notify_all()
        })
    }
}

impl fmt::Debug for Barrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match self.inner.state.get() {
            State::Filling => "filling",
            State::Draining => "draining",
            State::Resetting => "resetting",
            State::Broken => return f.write_str("<asyncio.locks.Barrier object [broken]>"),
        };
        let (waiting, parties) = (self.n_waiting(), self.parties());
        write!(f, "<asyncio.locks.Barrier object [{state}, waiters:{waiting}/{parties}]>")
    }
}

impl AsyncContextManager for &Barrier {
    type Value = usize;

    fn __aenter__(&mut self) -> Coroutine<impl StdFuture<Output = Result<usize, Exception>>> {
        self.wait()
    }

    fn __aexit__(
        &mut self,
        _exception: Option<&Exception>,
    ) -> Coroutine<impl StdFuture<Output = Result<bool, Exception>>> {
        static CODE: Code = Code { name: "__aexit__", file: file!(), line: line!() };
        Coroutine::new(&CODE, async { Ok(false) })
    }
}
