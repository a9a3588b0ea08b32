//! The body of a generator and its states.
//!
//! | stage | body | next |
//! |---|---|---|
//! | created | there, never polled | a step starts it; a throw finishes it |
//! | suspended | there | a step: running until it yields again or ends |
//! | finished | gone | |
//!
//! Rules:
//! 1. `running` is set while a step is under way, also while that is suspended in an await. Only the step that set
//!    it polls the body.
//! 2. A step that is dropped while it runs finishes the generator and drops the body; one that panics, too.
//! 3. `closed` is set by `aclose`, and when `StopAsyncIteration` or `GeneratorExit` leaves.

use std::cell::{Cell, RefCell};
use std::future::{Future as StdFuture, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use super::yielding::Exchange;
use crate::coroutine::Code;
use crate::exception::{Exception, GeneratorExit, RuntimeError, StopAsyncIteration, StopIteration};

/// How far a generator is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Created,
    Suspended,
    Finished,
}

/// The body's coroutine.
type Future = Pin<Box<dyn StdFuture<Output = Result<(), Exception>>>>;

/// A generator's body.
pub(super) struct Body<T, S> {
    pub(super) code: &'static Code,
    exchange: Rc<Exchange<T, S>>,
    future: RefCell<Option<Future>>,
    stage: Cell<Stage>,
    running: Cell<bool>,
    closed: Cell<bool>,
}

/// Whether the exception is how a generator ends.
pub(super) fn is_end(exception: &Exception) -> bool {
    exception.is_instance::<StopAsyncIteration>() || exception.is_instance::<GeneratorExit>()
}

impl<T, S> Body<T, S> {
    pub(super) fn new(code: &'static Code, exchange: Rc<Exchange<T, S>>, future: Future) -> Self {
        Self {
            code,
            exchange,
            future: RefCell::new(Some(future)),
            stage: Cell::new(Stage::Created),
            running: Cell::new(false),
            closed: Cell::new(false),
        }
    }

    pub(super) fn stage(&self) -> Stage {
        self.stage.get()
    }

    pub(super) fn is_closed(&self) -> bool {
        self.closed.get()
    }

    /// Closes it, and tells whether it was.
    pub(super) fn close(&self) -> bool {
        self.closed.replace(true)
    }

    /// # Errors
    /// `RuntimeError` if a step is under way.
    pub(super) fn check_idle(&self, method: &str) -> Result<(), Exception> {
        if self.running.get() {
            let text = format!("{method}: asynchronous generator is already running");
            return Err(RuntimeError::new(text));
        }
        Ok(())
    }

    /// Resumes the body, which is idle, and runs it until it yields. An error is how it ended.
    pub(super) async fn step(&self, with: Result<S, Exception>) -> Result<T, Exception> {
        let stepped = match (self.stage(), with) {
            (Stage::Finished, Ok(_)) => Err(StopAsyncIteration::new(())),
            (Stage::Finished, Err(error)) => Err(error),
            (Stage::Created, Err(error)) => {
                self.finish();
                error.push_frame(self.code, self.code.line);
                Err(error)
            }
            (Stage::Created, Ok(_)) => self.run().await,
            (Stage::Suspended, with) => {
                self.exchange.resume(with);
                self.run().await
            }
        };
        if stepped.as_ref().is_err_and(is_end) {
            self.closed.set(true); // rule 3
        }
        stepped
    }

    /// Polls the body until it yields or ends.
    async fn run(&self) -> Result<T, Exception> {
        self.stage.set(Stage::Suspended);
        let running = Running::begin(self);
        let stepped = poll_fn(|cx| self.poll(cx)).await;
        running.end();
        stepped
    }

    fn poll(&self, cx: &mut Context<'_>) -> Poll<Result<T, Exception>> {
        let polled = match &mut *self.future.borrow_mut() {
            Some(future) => future.as_mut().poll(cx),
            None => Poll::Ready(Ok(())),
        };
        match polled {
            Poll::Pending => {
                self.exchange.take_yielded().map_or(Poll::Pending, |value| Poll::Ready(Ok(value)))
            }
            Poll::Ready(outcome) => {
                self.finish();
                Poll::Ready(Err(ended(outcome)))
            }
        }
    }

    /// There is nothing left to run. What the body still holds is dropped outside of the borrow.
    fn finish(&self) {
        self.stage.set(Stage::Finished);
        let future = self.future.take();
        drop(future);
    }
}

/// What the step raises when the body has ended.
fn ended(outcome: Result<(), Exception>) -> Exception {
    match outcome {
        Ok(()) => StopAsyncIteration::new(()),
        Err(error) => {
            let text = if error.is_instance::<StopAsyncIteration>() {
                "async generator raised StopAsyncIteration"
            } else if error.is_instance::<StopIteration>() {
                "async generator raised StopIteration"
            } else {
                return error;
            };
            let raised = RuntimeError::new(text);
            raised.set_context(&error);
            raised.with_cause(Some(error))
        }
    }
}

/// Marks a body as running while it exists (rules 1 and 2).
struct Running<'a, T, S> {
    body: &'a Body<T, S>,
    ended: bool,
}

impl<'a, T, S> Running<'a, T, S> {
    fn begin(body: &'a Body<T, S>) -> Self {
        body.running.set(true);
        Self { body, ended: false }
    }

    /// The step came to its end.
    fn end(mut self) {
        self.ended = true;
    }
}

impl<T, S> Drop for Running<'_, T, S> {
    fn drop(&mut self) {
        self.body.running.set(false);
        if !self.ended {
            self.body.finish();
        }
    }
}
