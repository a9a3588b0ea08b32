//! Asynchronous generators: `async def` with `yield`.
//!
//! Terms: the *body* is the generator's coroutine; a *step* is one run of it from one `yield_!` to the next, driven
//! by `asend`, `athrow` or `aclose`; the *consumer* is the task that awaits the step.
//!
//! The files: this one (the object, and what its three methods do), `body` (the body and its states), `yielding`
//! (both sides of `yield_!`), `finalizer` (what the loop knows of its generators), `manager`
//! (`asynccontextmanager`).
//!
//! Rules:
//! 1. Calling the function evaluates its arguments and runs nothing. A body runs in the consumer's task, in place:
//!    what it awaits suspends the consumer, and a cancellation of the consumer is raised at the innermost await, so
//!    the body's `finally` runs before the consumer's (C32).
//! 2. `yield_!` ends the step with a value. It is no await of the task: nothing is raised there but what `athrow`
//!    and `aclose` throw, and it costs no iteration.
//! 3. At its end the body raises `StopAsyncIteration`, now and at each further step. One that is raised inside
//!    becomes a `RuntimeError` that it causes; so does a `StopIteration`.
//! 4. A second step while one is under way raises `RuntimeError`.
//! 5. `aclose` throws `GeneratorExit`. If the body yields again, `aclose` raises `RuntimeError` and the generator counts
//!    as closed: it can be stepped, but is not closed again.
//! 6. What is thrown into a body that has not started is raised at once, and the body never runs.
//! 7. A step that is dropped before its end drops the body, without `finally`, as everything is that a dropped
//!    coroutine awaits.
//! 8. A task that runs nothing but a step, and is cancelled before that begins, raises the cancellation at the `yield_!`
//!    where the body stands, in place of what the step would have done.
//! 9. The first call of a method makes the generator known to the running loop; from then on dropping its last handle
//!    while it is suspended has it closed by a task of that loop, once, and `shutdown_asyncgens` closes what is left
//!    (B79).

mod body;
mod finalizer;
mod manager;
mod yielding;

use std::fmt;
use std::future::Future as StdFuture;
use std::rc::Rc;

pub use manager::AsyncGeneratorContextManager;
pub use yielding::{Sent, Yield, Yielder};

pub(crate) use finalizer::AsyncGenerators;

use crate::async_iterator::AsyncIterator;
use crate::coroutine::{Code, Coroutine};
use crate::exception::{Exception, GeneratorExit, RuntimeError, StopAsyncIteration, TypeError};
use crate::task::current;
use body::{Body, Stage};
use finalizer::Owner;

static ANEXT: Code = Code { name: "__anext__", file: file!(), line: line!() };
static ASEND: Code = Code { name: "asend", file: file!(), line: line!() };
static ATHROW: Code = Code { name: "athrow", file: file!(), line: line!() };
static ACLOSE: Code = Code { name: "aclose", file: file!(), line: line!() };

/// Whether a coroutine with this code is a step of a generator.
pub(crate) fn is_generator_step(code: &'static Code) -> bool {
    [&ANEXT, &ASEND, &ATHROW, &ACLOSE].into_iter().any(|step| std::ptr::eq(step, code))
}

/// What is to be raised in place of a step (rule 8).
fn cancelled_early() -> Option<Exception> {
    current::with_task(|task| task?.cancelled_early())
}

/// What an asynchronous generator function gives: it yields `T`, and is sent `S`.
///
/// It is iterated by `async_for!`, or driven by hand. Cloning gives another handle to the same generator.
/// `S` is `()` or an `Option`, whose `None` is what plain iteration sends.
///
/// # Examples
/// ```
/// use asyncpy_runtime::{AsyncGenerator, Code, Coroutine, run};
///
/// static NUMBERS: Code = Code { name: "numbers", file: file!(), line: line!() };
/// static MAIN: Code = Code { name: "main", file: file!(), line: line!() };
///
/// run(Coroutine::new(&MAIN, async {
///     let numbers: AsyncGenerator<i32> = AsyncGenerator::new(&NUMBERS, |yielder| async move {
///         yielder.__yield(1).await?;
///         yielder.__yield(2).await
///     });
///     assert_eq!(numbers.__anext__().await?, 1);
///     assert_eq!(numbers.__anext__().await?, 2);
///     assert_eq!(format!("{:?}", numbers.__anext__().await.unwrap_err()), "StopAsyncIteration()");
///     Ok(())
/// }))?;
/// # Ok::<(), asyncpy_runtime::Exception>(())
/// ```
#[must_use = "asynchronous generator was never iterated"]
pub struct AsyncGenerator<T: 'static, S: Sent = ()> {
    owner: Rc<Owner<T, S>>,
}

impl<T: 'static, S: Sent> AsyncGenerator<T, S> {
    /// A generator with the body that `make` gives, which is not started.
    pub fn new<F>(code: &'static Code, make: impl FnOnce(Yielder<T, S>) -> F) -> Self
    where
        // A generator may outlive its caller, so it owns its arguments: take `self: Rc<Self>`, `String` for `&str`.
        F: StdFuture<Output = Result<(), Exception>> + 'static,
    {
        let yielder = Yielder::new();
        let exchange = yielder.exchange();
        Self { owner: Owner::new(Body::new(code, exchange, Box::pin(make(yielder)))) }
    }

    /// The function it came from.
    #[must_use]
    pub fn code(&self) -> &'static Code {
        self.owner.body().code
    }

    /// Goes on to the next `yield_!`, and gives what that yields: `anext(agen)`.
    ///
    /// # Errors
    /// The await raises `StopAsyncIteration` at the end, `RuntimeError` if the generator is already running, and what
    /// the body raises.
    pub fn __anext__(
        &self,
    ) -> Coroutine<impl StdFuture<Output = Result<T, Exception>> + use<T, S>> {
        self.step(&ANEXT, S::none())
    }

    /// Goes on to the next `yield_!`; the `yield_!` where the body stands gives `value`: `agen.asend(value)`.
    ///
    /// # Errors
    /// As [`__anext__`](Self::__anext__); `TypeError` if the body has not started and `value` is not `None`.
    pub fn asend(
        &self,
        value: S,
    ) -> Coroutine<impl StdFuture<Output = Result<T, Exception>> + use<T, S>> {
        self.step(&ASEND, value)
    }

    fn step(
        &self,
        code: &'static Code,
        value: S,
    ) -> Coroutine<impl StdFuture<Output = Result<T, Exception>> + use<T, S>> {
        let owner = self.known();
        Coroutine::new(code, async move {
            let body = owner.body();
            body.check_idle("anext()")?;
            if let Some(cancelled) = cancelled_early() {
                return body.step(Err(cancelled)).await;
            }
            if body.stage() == Stage::Created && !value.is_none() {
                let text = "can't send non-None value to a just-started async generator";
                return Err(TypeError::new(text));
            }
            body.step(Ok(value)).await
        })
    }

    /// Raises an exception at the `yield_!` where the body stands, and gives what it yields next:
    /// `agen.athrow(exception)`.
    ///
    /// # Errors
    /// As [`__anext__`](Self::__anext__). Of a generator that has ended, the await raises `StopAsyncIteration`;
    /// CPython's gives None there, which need not be a `T`.
    pub fn athrow(
        &self,
        exception: Exception,
    ) -> Coroutine<impl StdFuture<Output = Result<T, Exception>> + use<T, S>> {
        let owner = self.known();
        Coroutine::new(&ATHROW, async move {
            let body = owner.body();
            body.check_idle("athrow()")?;
            if let Some(cancelled) = cancelled_early() {
                return body.step(Err(cancelled)).await;
            }
            if body.stage() == Stage::Finished || body.is_closed() {
                return Err(StopAsyncIteration::new(()));
            }
            body.step(Err(exception)).await
        })
    }

    /// Ends the body by raising `GeneratorExit` where it stands, and waits for its `finally`: `agen.aclose()`.
    ///
    /// # Errors
    /// The await raises `RuntimeError` if the generator is already running or yields again, `StopAsyncIteration` if
    /// it did so before, and what the body raises.
    pub fn aclose(&self) -> Coroutine<impl StdFuture<Output = Result<(), Exception>> + use<T, S>> {
        aclose(self.known())
    }

    /// The generator as a step holds it, known to the running loop (rule 9).
    fn known(&self) -> Rc<Owner<T, S>> {
        Owner::make_known(&self.owner);
        Rc::clone(&self.owner)
    }
}

/// Closes a generator (rule 5).
fn aclose<T: 'static, S: Sent>(
    owner: Rc<Owner<T, S>>,
) -> Coroutine<impl StdFuture<Output = Result<(), Exception>>> {
    Coroutine::new(&ACLOSE, async move {
        let (body, cancelled) = (owner.body(), cancelled_early());
        if body.stage() == Stage::Finished && cancelled.is_none() {
            return Ok(());
        }
        body.check_idle("aclose()")?;
        if cancelled.is_none() && body.close() {
            return Err(StopAsyncIteration::new(()));
        }
        let thrown = cancelled.unwrap_or_else(|| GeneratorExit::new(()));
        match body.step(Err(thrown)).await {
            Ok(_) => Err(RuntimeError::new("async generator ignored GeneratorExit")),
            Err(error) if body::is_end(&error) => Ok(()),
            Err(error) => Err(error),
        }
    })
}

impl<T: 'static, S: Sent> Clone for AsyncGenerator<T, S> {
    fn clone(&self) -> Self {
        Self { owner: Rc::clone(&self.owner) }
    }
}

impl<T: 'static, S: Sent> fmt::Debug for AsyncGenerator<T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.owner.repr())
    }
}

impl<T: 'static, S: Sent> AsyncIterator for AsyncGenerator<T, S> {
    type Item = T;

    fn __anext__(&mut self) -> Coroutine<impl StdFuture<Output = Result<T, Exception>>> {
        Self::__anext__(self)
    }
}

impl<T: 'static, S: Sent> AsyncIterator for &AsyncGenerator<T, S> {
    type Item = T;

    fn __anext__(&mut self) -> Coroutine<impl StdFuture<Output = Result<T, Exception>>> {
        AsyncGenerator::__anext__(self)
    }
}
