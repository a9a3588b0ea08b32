//! What `.await` and `?` inside a coroutine become.
//!
//! `x.await` expands to
//! ```text
//! (match Probe(x).__wrap::<__Frame, LINE>().await {
//!     v => match (&&&tag(&v)).__raise(v) { Ok(v) => v, Err(e) => leave }
//! })
//! ```
//! Both method calls choose by type, at no cost at run time. `__wrap` is inherent for our own
//! awaitables and a trait's for the rest, which get a checkpoint for cancellation.
//! `__raise` looks at the output type: a `Result` with an exception or any error raises, every
//! other type passes through.

use std::error::Error;
use std::future::IntoFuture;
use std::marker::PhantomData;

pub use crate::checkpoint::{At, Checkpoint, Foreign, Located};
use crate::coroutine::{Coroutine, Frame};
use crate::exception::Exception;
use crate::future::Future;
use crate::macro_support::attempt::Never;
use crate::task::Task;

/// An awaited operand, about to be wrapped.
#[derive(Debug)]
pub struct Probe<A>(pub A);

/// `__wrap` for our own awaitables, which deliver cancellation themselves. An implementation for each type:
/// one for all would be one more bound that a type which is no future does not satisfy, and rustc then says
/// that the method is missing instead of that the type is no future.
macro_rules! native {
    ($([$($generics:tt)*] $awaitable:ty => $bare:ty = $take:expr;)*) => {$(
        impl<$($generics)*> Probe<$awaitable> {
            /// The future to await.
            pub fn __wrap<Fr: Frame, const LINE: u32>(self) -> Located<$bare, At<Fr, LINE>> {
                Located::new($take(self.0))
            }
        }
    )*};
}

native! {
    [F: std::future::Future] Coroutine<F> => F = |coroutine: Coroutine<F>| coroutine.into_parts().1;
    [T: 'static] Future<T> => <Future<T> as IntoFuture>::IntoFuture = IntoFuture::into_future;
    [T: 'static] Task<T> => <Task<T> as IntoFuture>::IntoFuture = IntoFuture::into_future;
    ['a, T: Clone + 'static] &'a Future<T> => <&'a Future<T> as IntoFuture>::IntoFuture = IntoFuture::into_future;
    ['a, T: Clone + 'static] &'a Task<T> => <&'a Task<T> as IntoFuture>::IntoFuture = IntoFuture::into_future;
}

/// Any other awaitable.
pub trait ProbeForeign<A, W> {
    /// The future to await.
    fn __wrap<Fr: Frame, const LINE: u32>(self) -> W
    where
        A: Wrap<At<Fr, LINE>, W>;
}

impl<A, W> ProbeForeign<A, W> for Probe<A> {
    fn __wrap<Fr: Frame, const LINE: u32>(self) -> W
    where
        A: Wrap<At<Fr, LINE>, W>,
    {
        self.0.wrap()
    }
}

/// What becomes `W` when it is awaited at `S`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a future",
    label = "`{Self}` is not a future",
    note = "only a future, or what implements `IntoFuture`, can be awaited"
)]
pub trait Wrap<S, W> {
    /// The future to await.
    fn wrap(self) -> W;
}

impl<A: IntoFuture, S> Wrap<S, Checkpoint<A::IntoFuture, S>> for A {
    fn wrap(self) -> Checkpoint<A::IntoFuture, S> {
        Checkpoint::new(self.into_future())
    }
}

/// Implemented by nothing, known to nobody.
pub trait Unknown {}

/// Where the other implementation does not apply, this leaves rustc two to choose from: it reports that
/// neither applies, and does not go on to report what else would be missing if the first did.
impl<A: Unknown, S> Wrap<S, Never> for A {
    fn wrap(self) -> Never {
        unreachable!("nothing is `Unknown`")
    }
}

/// A type as a value without size.
#[derive(Debug)]
pub struct Tag<V>(PhantomData<fn() -> V>);

impl<V> Clone for Tag<V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<V> Copy for Tag<V> {}

/// The type of `value`, as a value.
pub fn tag<V>(_value: &V) -> Tag<V> {
    Tag(PhantomData)
}

/// Outputs that carry an exception already.
pub trait RaiseException {
    /// The output.
    type Output;
    /// The value.
    type Value;
    /// The value, or the exception to raise.
    fn __raise(&self, output: Self::Output) -> Result<Self::Value, Exception>;
}

impl<T> RaiseException for &&Tag<Result<T, Exception>> {
    type Output = Result<T, Exception>;
    type Value = T;
    fn __raise(&self, output: Self::Output) -> Result<T, Exception> {
        output
    }
}

impl<T> RaiseException for &&Tag<Foreign<Result<T, Exception>>> {
    type Output = Foreign<Result<T, Exception>>;
    type Value = T;
    fn __raise(&self, output: Self::Output) -> Result<T, Exception> {
        output.0?
    }
}

impl<T> RaiseException for &&Tag<Foreign<Result<T, Box<dyn Error>>>> {
    type Output = Foreign<Result<T, Box<dyn Error>>>;
    type Value = T;
    fn __raise(&self, output: Self::Output) -> Result<T, Exception> {
        output.0?.map_err(Exception::from_boxed_error)
    }
}

/// Outputs that carry an error type.
pub trait RaiseError {
    /// The output.
    type Output;
    /// The value.
    type Value;
    /// The value, or the exception to raise.
    fn __raise(&self, output: Self::Output) -> Result<Self::Value, Exception>;
}

impl<T, E: Error + 'static> RaiseError for &Tag<Foreign<Result<T, E>>> {
    type Output = Foreign<Result<T, E>>;
    type Value = T;
    fn __raise(&self, output: Self::Output) -> Result<T, Exception> {
        output.0?.map_err(Exception::from_error)
    }
}

/// Outputs that carry something to make an error of: `anyhow::Error`, `String`.
pub trait RaiseInto {
    /// The output.
    type Output;
    /// The value.
    type Value;
    /// The value, or the exception to raise.
    fn __raise(&self, output: Self::Output) -> Result<Self::Value, Exception>;
}

impl<T, E: Into<Box<dyn Error + Send + Sync>>> RaiseInto for Tag<Foreign<Result<T, E>>> {
    type Output = Foreign<Result<T, E>>;
    type Value = T;
    fn __raise(&self, output: Self::Output) -> Result<T, Exception> {
        output.0?.map_err(|error| Exception::from_boxed_error(error.into()))
    }
}

/// Any other output passes through.
pub trait RaiseNothing: Sized {
    /// The output.
    type Output;
    /// The value.
    type Value;
    /// The output, unless a cancellation took its place.
    fn __raise(self, output: Self::Output) -> Result<Self::Value, Exception>;
}

impl<V> RaiseNothing for Tag<Foreign<V>> {
    type Output = Foreign<V>;
    type Value = V;
    fn __raise(self, output: Foreign<V>) -> Result<V, Exception> {
        output.0
    }
}

/// What `?` accepts in a coroutine. The value's type is a parameter, for an associated type would be
/// a second error where the trait is not implemented. Deferred, so that `let n: i32 = s.parse()?` infers.
#[diagnostic::on_unimplemented(
    message = "the `?` operator can only be applied to a `Result` in a coroutine",
    label = "`{Self}` is not a `Result`",
    note = "turn an `Option` into a `Result` with `ok_or_else(|| …)` first"
)]
pub trait QuestionMark<T> {
    /// The value, or the exception to raise.
    fn __question_mark(self) -> Result<T, Exception>;
}

impl<T, E: Into<Box<dyn Error>> + 'static> QuestionMark<T> for Result<T, E> {
    fn __question_mark(self) -> Result<T, Exception> {
        self.map_err(Exception::from_convertible)
    }
}

/// `.await?` of a foreign future: the `?` is the output's.
impl<T, R: QuestionMark<T>> QuestionMark<T> for Foreign<R> {
    fn __question_mark(self) -> Result<T, Exception> {
        self.0?.__question_mark()
    }
}

/// Notes that the exception left the function `Fr` at `line`.
#[cold]
pub fn leave<Fr: Frame>(exception: Exception, line: u32) -> Exception {
    exception.push_frame(Fr::CODE, line);
    exception
}
