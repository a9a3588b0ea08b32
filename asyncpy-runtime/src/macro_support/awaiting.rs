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
use crate::task::Task;

/// An awaited operand, about to be wrapped.
#[derive(Debug)]
pub struct Probe<A>(pub A);

/// Our own awaitables, which deliver cancellation themselves.
pub trait Native: IntoFuture {}

impl<F: std::future::Future> Native for Coroutine<F> {}
impl<T: 'static> Native for Future<T> {}
impl<T: 'static> Native for Task<T> {}
impl<T: Clone + 'static> Native for &Future<T> {}
impl<T: Clone + 'static> Native for &Task<T> {}

/// What awaiting ours really polls: a coroutine is awaited as its bare future.
pub trait Unwrapped: Native {
    /// The bare future.
    type Bare: std::future::Future<Output = Self::Output>;
    /// Takes the wrapping off.
    fn bare(self) -> Self::Bare;
}

impl<F: std::future::Future> Unwrapped for Coroutine<F> {
    type Bare = F;
    fn bare(self) -> F {
        self.into_parts().1
    }
}

macro_rules! unwrapped {
    ($($handle:ty: $($bound:path)?;)*) => {$(
        impl<T: 'static $(+ $bound)?> Unwrapped for $handle {
            type Bare = <Self as IntoFuture>::IntoFuture;
            fn bare(self) -> Self::Bare {
                self.into_future()
            }
        }
    )*};
}

unwrapped! {
    Future<T>: ;
    Task<T>: ;
    &Future<T>: Clone;
    &Task<T>: Clone;
}

impl<A: Unwrapped> Probe<A> {
    /// The future to await.
    pub fn __wrap<Fr: Frame, const LINE: u32>(self) -> Located<A::Bare, At<Fr, LINE>> {
        Located::new(self.0.bare())
    }
}

/// Any other awaitable.
pub trait ProbeForeign<A> {
    /// The future to await.
    fn __wrap<Fr: Frame, const LINE: u32>(self) -> Checkpoint<A::IntoFuture, At<Fr, LINE>>
    where
        A: IntoFuture;
}

impl<A> ProbeForeign<A> for Probe<A> {
    fn __wrap<Fr: Frame, const LINE: u32>(self) -> Checkpoint<A::IntoFuture, At<Fr, LINE>>
    where
        A: IntoFuture,
    {
        Checkpoint::new(self.0.into_future())
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

/// What `?` accepts in a coroutine. Deferred, so that `let n: i32 = s.parse()?` infers.
#[diagnostic::on_unimplemented(
    message = "the `?` operator can only be applied to a `Result` in a coroutine",
    label = "`{Self}` is not a `Result`",
    note = "turn an `Option` into a `Result` with `ok_or_else(|| …)` first"
)]
pub trait QuestionMark {
    /// The value.
    type Value;
    /// The value, or the exception to raise.
    fn __question_mark(self) -> Result<Self::Value, Exception>;
}

impl<T, E: Into<Box<dyn Error>> + 'static> QuestionMark for Result<T, E> {
    type Value = T;
    fn __question_mark(self) -> Result<T, Exception> {
        self.map_err(Exception::from_convertible)
    }
}

/// `.await?` of a foreign future: the `?` is the output's.
impl<R: QuestionMark> QuestionMark for Foreign<R> {
    type Value = R::Value;
    fn __question_mark(self) -> Result<R::Value, Exception> {
        self.0?.__question_mark()
    }
}

/// Notes that the exception left the function `Fr` at `line`.
#[cold]
pub fn leave<Fr: Frame>(exception: Exception, line: u32) -> Exception {
    exception.push_frame(Fr::CODE, line);
    exception
}
