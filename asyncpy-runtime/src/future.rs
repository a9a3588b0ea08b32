//! Futures: results that are not there yet, as `asyncio.Future`.
//!
//! Terms: [`AnyFuture`] is a handle whose result type is not known, [`Future<T>`] one that knows it.
//! Tasks are futures too and have both kinds of handles ([`AnyTask`](crate::task::AnyTask), [`Task<T>`](crate::task::Task)).
//!
//! Rules:
//! 1. A result can be looked at as often as in Python if it is `Clone`. A second handle is possible only
//!    then, so a result that is not `Clone` has one owner, who takes it by awaiting.
//! 2. Awaiting a future that is done does not suspend; else the waiting task continues one iteration
//!    after the future ended (B21, B26), unless the task was cancelled meanwhile (C5).
//! 3. Errors of an await itself (awaiting oneself, a future of another loop) are raised one iteration
//!    later (B32).
//! 4. A leaf that is dropped while it waits takes its registration back.

use std::fmt;
use std::future::IntoFuture;
use std::ops::Deref;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{self, Poll};

use crate::context::{Context, LazyContext};
use crate::event_loop::{CallbackResult, CallbackSource, LoopCore};
use crate::exception::{Exception, InvalidStateError};
use crate::leaf::{Suspended, leaf_poll, leave};
use crate::task::{AnyFuture, Callback, CallbackKey, Typed, UserCallback};

/// One result that will be there later: `asyncio.Future`.
///
/// It is an [`AnyFuture`] and has its methods too. It can be awaited, by value or (if `T: Clone`) by
/// reference; `set_result` or `set_exception` end it.
///
/// # Examples
/// ```
/// use asyncpy_runtime::new_event_loop;
///
/// let event_loop = new_event_loop();
/// let future = event_loop.create_future::<&str>();
/// let setter = future.clone();
/// event_loop.call_soon(move || setter.set_result("there"))?;
/// assert_eq!(event_loop.run_until_complete(future)?, "there");
/// # Ok::<(), asyncpy_runtime::Exception>(())
/// ```
pub struct Future<T> {
    typed: Typed<T>,
}

impl<T: 'static> Future<T> {
    pub(crate) fn new(event_loop: &Rc<LoopCore>) -> Self {
        Self { typed: Typed::new_future(Rc::clone(event_loop)) }
    }

    pub(crate) fn from_typed(typed: Typed<T>) -> Self {
        Self { typed }
    }

    /// A second handle, for the runtime: see `Typed::second`.
    pub(crate) fn second(&self) -> Self {
        Self { typed: self.typed.second() }
    }

    /// Ends the future with a value: `Future.set_result()`.
    ///
    /// # Errors
    /// `InvalidStateError` if it is done, `RuntimeError` if it is a task; the value is dropped then.
    pub fn set_result(&self, result: T) -> Result<(), Exception> {
        self.check_settable("set_result")?;
        self.typed.store(result);
        self.finish();
        Ok(())
    }

    /// Ends the future with an exception: `Future.set_exception()`.
    ///
    /// # Errors
    /// `InvalidStateError` if it is done, `RuntimeError` if it is a task.
    pub fn set_exception(&self, exception: impl Into<Exception>) -> Result<(), Exception> {
        AnyFuture::set_exception(self, exception.into())
    }

    /// The result, which is moved out if no other handle can want it.
    ///
    /// # Errors
    /// As [`result`](Self::result).
    pub(crate) fn take_result(&self) -> Result<T, Exception> {
        self.outcome()?;
        self.typed.take_or_clone().ok_or_else(moved_out)
    }

    #[track_caller]
    pub(crate) fn add_callback_in(
        &self,
        key: CallbackKey,
        context: LazyContext,
        function: impl FnOnce(&Self) -> Result<(), Exception> + 'static,
        name: &'static str,
    ) {
        let this = self.second();
        self.add_callback(Callback::User(UserCallback {
            key,
            context,
            source: CallbackSource::here(name),
            function: Box::new(move || function(&this)),
        }));
    }

    pub(crate) fn remove_callbacks_of(&self, key: &CallbackKey) -> usize {
        if *key == CallbackKey::Unique {
            return 0;
        }
        self.remove_callbacks(|entry| matches!(entry, Callback::User(user) if user.key == *key))
    }
}

fn moved_out() -> Exception {
    InvalidStateError::new("the result was moved out by an await")
}

impl<T: Clone + 'static> Future<T> {
    /// A copy of the result: `Future.result()`.
    ///
    /// # Errors
    /// `InvalidStateError` if it is not done, `CancelledError` if it was cancelled, and the exception it
    /// ended with.
    pub fn result(&self) -> Result<T, Exception> {
        self.outcome()?;
        self.typed.copy().ok_or_else(moved_out)
    }

    /// Calls `callback` with the future when it is done, one iteration later, in a copy of the current
    /// context: `Future.add_done_callback()`. On a future that is done it is queued at once (B19).
    ///
    /// An exception of the callback goes to the loop's exception handler.
    #[track_caller]
    pub fn add_done_callback<C, R>(&self, callback: C)
    where
        C: FnOnce(&Self) -> R + 'static,
        R: CallbackResult,
    {
        self.add_user_callback(LazyContext::copy_of_current(), callback);
    }

    /// As [`add_done_callback`](Self::add_done_callback), in the given context (B17).
    #[track_caller]
    pub fn add_done_callback_in<C, R>(&self, context: Context, callback: C)
    where
        C: FnOnce(&Self) -> R + 'static,
        R: CallbackResult,
    {
        self.add_user_callback(context.into(), callback);
    }

    #[track_caller]
    fn add_user_callback<C, R>(&self, context: LazyContext, callback: C)
    where
        C: FnOnce(&Self) -> R + 'static,
        R: CallbackResult,
    {
        drop(self.typed.clone()); // the callback will be a second handle: see rule 1
        let name = std::any::type_name::<C>();
        let key = CallbackKey::of::<C>();
        self.add_callback_in(key, context, |future| callback(future).into_result(), name);
    }

    /// Removes the callbacks that were added with this very function, and tells how many:
    /// `Future.remove_done_callback()`.
    ///
    /// Functions and closures without captures can be recognised; a closure with captures is equal to
    /// none, as two lambdas are in Python.
    pub fn remove_done_callback<C, R>(&self, callback: C) -> usize
    where
        C: FnOnce(&Self) -> R + 'static,
    {
        drop(callback);
        self.remove_callbacks_of(&CallbackKey::of::<C>())
    }
}

impl<T: 'static> Deref for Future<T> {
    type Target = AnyFuture;

    fn deref(&self) -> &AnyFuture {
        self.typed.as_future()
    }
}

impl<T: Clone + 'static> Clone for Future<T> {
    fn clone(&self) -> Self {
        Self { typed: self.typed.clone() }
    }
}

impl<T: 'static> fmt::Debug for Future<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.typed.as_future(), f)
    }
}

impl<T: 'static> IntoFuture for Future<T> {
    type Output = Result<T, Exception>;
    type IntoFuture = Await<T>;

    fn into_future(self) -> Await<T> {
        Await { future: self, at: Suspended::Not }
    }
}

impl<T: Clone + 'static> IntoFuture for &Future<T> {
    type Output = Result<T, Exception>;
    type IntoFuture = Await<T>;

    fn into_future(self) -> Await<T> {
        self.clone().into_future()
    }
}

/// The await of a future or task.
pub struct Await<T: 'static> {
    future: Future<T>,
    at: Suspended,
}

impl<T: 'static> fmt::Debug for Await<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Await").field(&self.future).finish()
    }
}

impl<T> Unpin for Await<T> {}

impl<T: 'static> Drop for Await<T> {
    fn drop(&mut self) {
        let future: &AnyFuture = &self.future;
        leave(&mut self.at, future);
    }
}

impl<T: 'static> std::future::Future for Await<T> {
    type Output = Result<T, Exception>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        let future: &AnyFuture = &this.future;
        std::task::ready!(leaf_poll(cx, &mut this.at, future))?;
        Poll::Ready(this.future.take_result())
    }
}
