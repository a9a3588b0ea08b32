//! Both sides of `yield_!`.
//!
//! Rules:
//! 1. The body puts the value into the exchange and is pending; the step that polls it finds the value there, and
//!    is ready. So a `yield_!` registers nowhere, and is none of the task's leaves.
//! 2. Before the next step polls the body it puts in what the `yield_!` gives or raises.
//! 3. A poll that only reads the stack changes nothing. It meets a `yield_!` never, for a step stands there only
//!    between two polls.

use std::cell::Cell;
use std::fmt;
use std::future::Future as StdFuture;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use crate::exception::Exception;
use crate::task::is_tracing;

/// What can be sent into a generator: `()`, if nothing is, or an `Option`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent into an asynchronous generator",
    label = "expected `()` or an `Option`",
    note = "plain iteration sends `None`, so what is sent is an `Option`"
)]
pub trait Sent: 'static {
    /// What plain iteration sends.
    fn none() -> Self;
    /// Whether it is that.
    fn is_none(&self) -> bool;
}

impl Sent for () {
    fn none() {}

    fn is_none(&self) -> bool {
        true
    }
}

impl<V: 'static> Sent for Option<V> {
    fn none() -> Self {
        None
    }

    fn is_none(&self) -> bool {
        Self::is_none(self)
    }
}

/// What lies between a body and its step.
pub(super) struct Exchange<T, S> {
    /// From `yield_!` to the step.
    yielded: Cell<Option<T>>,
    /// From the step to `yield_!`.
    resumed: Cell<Option<Result<S, Exception>>>,
}

impl<T, S> Exchange<T, S> {
    /// What the body has just yielded.
    pub(super) fn take_yielded(&self) -> Option<T> {
        self.yielded.take()
    }

    /// Has the `yield_!` where the body stands give or raise this.
    pub(super) fn resume(&self, with: Result<S, Exception>) {
        self.resumed.set(Some(with));
    }
}

/// The body's side: what `yield_!` goes through.
pub struct Yielder<T, S> {
    exchange: Rc<Exchange<T, S>>,
}

impl<T, S> Yielder<T, S> {
    pub(super) fn new() -> Self {
        let exchange = Exchange { yielded: Cell::new(None), resumed: Cell::new(None) };
        Self { exchange: Rc::new(exchange) }
    }

    pub(super) fn exchange(&self) -> Rc<Exchange<T, S>> {
        Rc::clone(&self.exchange)
    }

    /// Hands `value` to the consumer; gives what it sends, or raises what it throws.
    pub fn __yield(&self, value: T) -> Yield<'_, T, S> {
        Yield { exchange: &self.exchange, value: Some(value) }
    }
}

impl<T, S> fmt::Debug for Yielder<T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Yielder").finish_non_exhaustive()
    }
}

/// The await of a `yield_!`.
#[must_use = "nothing is yielded unless it is awaited"]
pub struct Yield<'a, T, S> {
    exchange: &'a Exchange<T, S>,
    value: Option<T>,
}

impl<T, S> fmt::Debug for Yield<'_, T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Yield").finish_non_exhaustive()
    }
}

impl<T, S> Unpin for Yield<'_, T, S> {}

impl<T, S> StdFuture for Yield<'_, T, S> {
    type Output = Result<S, Exception>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if is_tracing(cx) {
            return Poll::Pending; // rule 3
        }
        if let Some(value) = self.value.take() {
            self.exchange.yielded.set(Some(value));
            return Poll::Pending; // rule 1
        }
        self.exchange.resumed.take().map_or(Poll::Pending, Poll::Ready) // rule 2
    }
}
