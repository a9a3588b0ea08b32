//! `loop.call_soon_threadsafe`, for threads that are not the loop's.

use std::any::type_name;
use std::fmt;
use std::rc::Rc;
use std::sync::Arc;

use super::deadlock::Outside;
use super::handle::{CallbackResult, CallbackSource, Handle};
use super::{LoopCore, running_core};
use crate::context::{Context, SharedValues};
use crate::exception::{Exception, RuntimeError};
use crate::task::{Inbox, Message};

/// Calls into a loop from any thread: what `loop.call_soon_threadsafe` is bound to in Python.
#[derive(Clone)]
pub struct ThreadsafeHandle {
    outside: Outside,
}

impl ThreadsafeHandle {
    pub(super) fn new(inbox: &Arc<Inbox>) -> Self {
        Self { outside: Outside::new(inbox) }
    }

    /// Calls `callback` on the loop's thread, in its next iteration: `loop.call_soon_threadsafe()`.
    ///
    /// Of the calling thread's context it sees what threads can name, see
    /// [`SharedContextVar`](crate::SharedContextVar).
    ///
    /// An exception of the callback goes to the loop's exception handler.
    ///
    /// # Errors
    /// `RuntimeError` if the loop is closed.
    #[track_caller]
    pub fn call_soon<C, R>(&self, callback: C) -> Result<(), Exception>
    where
        C: FnOnce() -> R + Send + 'static,
        R: CallbackResult,
    {
        let source = CallbackSource::here(type_name::<C>());
        let context = SharedValues::of(&Context::current());
        let call = move |core: &Rc<LoopCore>| {
            let function = Box::new(|| callback().into_result());
            core.queue_handle(Handle::new(function, context.into_context().into(), source));
        };
        if let Ok(core) = running_core()
            && Arc::ptr_eq(core.inbox(), &self.outside.inbox)
        {
            call(&core); // on the loop's own thread, in its order
            return Ok(());
        }
        if self.outside.inbox.send(Message::Call(Box::new(call))) {
            Ok(())
        } else {
            Err(RuntimeError::new("Event loop is closed"))
        }
    }
}

impl fmt::Debug for ThreadsafeHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ThreadsafeHandle").finish_non_exhaustive()
    }
}
