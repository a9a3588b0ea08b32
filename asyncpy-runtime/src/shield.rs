//! `asyncio.shield`.
//!
//! Rules:
//! 1. The outer future ends as the inner one does, one iteration later; of an inner one that is done it is the
//!    same object (B61).
//! 2. Cancelling the outer future does not reach the inner one. An exception of the inner one counts as
//!    retrieved then only if the outer is still linked when it ends (C18, C19).

use std::rc::Rc;

use crate::awaitable::{Awaitable, ensure_future};
use crate::exception::Exception;
use crate::future::Future;
use crate::task::{AnyFuture, Callback, DoneCallback};

/// Ends the outer future when the inner one has ended.
struct InnerDone<T: 'static> {
    inner: Future<T>,
    outer: Future<T>,
}

impl<T: 'static> DoneCallback for InnerDone<T> {
    fn call(&self, inner: &AnyFuture) -> Result<(), Exception> {
        if self.outer.cancelled() {
            if !inner.cancelled() {
                drop(inner.exception()); // it counts as retrieved
            }
            return Ok(());
        }
        if inner.cancelled() {
            self.outer.cancel();
            return Ok(());
        }
        match self.inner.take_result() {
            Ok(result) => self.outer.set_result(result),
            Err(error) => self.outer.set_exception(error),
        }
    }

    fn awaited_by(&self) -> Option<AnyFuture> {
        Some(AnyFuture::clone(&self.outer))
    }
}

/// Takes the link away when the outer future has ended first (rule 2).
struct OuterDone {
    inner: AnyFuture,
    link: Rc<dyn DoneCallback>,
}

impl DoneCallback for OuterDone {
    fn call(&self, _outer: &AnyFuture) -> Result<(), Exception> {
        if !self.inner.done() {
            self.inner.forget_internal(&self.link);
        }
        Ok(())
    }
}

/// Awaits something that goes on when the waiter is cancelled: `asyncio.shield()`.
///
/// # Errors
/// `RuntimeError` if the loop is closed.
pub fn shield<A: Awaitable>(awaitable: A) -> Result<Future<A::Output>, Exception> {
    let inner = ensure_future(awaitable)?;
    if inner.done() {
        return Ok(inner);
    }
    let outer = Future::new(&inner.event_loop);
    let any_inner = AnyFuture::clone(&inner);
    let link: Rc<dyn DoneCallback> = Rc::new(InnerDone { inner, outer: outer.second() });
    any_inner.add_callback(Callback::Internal(Rc::clone(&link)));
    let unlink = OuterDone { inner: any_inner, link };
    outer.add_callback(Callback::Internal(Rc::new(unlink)));
    Ok(outer)
}
