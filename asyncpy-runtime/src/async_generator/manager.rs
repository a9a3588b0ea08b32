//! Context managers made of generators: `contextlib.asynccontextmanager`.
//!
//! Rules, contextlib's:
//! 1. Entering runs the body to its first `yield_!`, whose value is what `as` binds. A body that ends before raises
//!    "generator didn't yield".
//! 2. Leaving at the end of the block runs the body on, which must end; leaving by an exception throws that into it.
//!    A body that yields again raises "generator didn't stop", and is closed.
//! 3. A body that ends after a throw has suppressed the exception. One that lets it through has not, whatever the
//!    generator made of it: leaving raises only what is new.

use std::fmt;
use std::future::Future as StdFuture;

use super::AsyncGenerator;
use crate::context_manager::AsyncContextManager;
use crate::coroutine::{Code, Coroutine};
use crate::exception::{Exception, RuntimeError, StopAsyncIteration, StopIteration};

/// What a function with `asynccontextmanager` gives to `async_with!`.
#[must_use = "nothing is entered before `async_with!`"]
pub struct AsyncGeneratorContextManager<T: 'static> {
    generator: AsyncGenerator<T>,
}

impl<T: 'static> AsyncGeneratorContextManager<T> {
    /// A manager that runs `generator`.
    pub fn new(generator: AsyncGenerator<T>) -> Self {
        Self { generator }
    }

    /// The body has yielded once too often (rule 2).
    async fn did_not_stop(generator: &AsyncGenerator<T>, text: &'static str) -> Exception {
        let error = RuntimeError::new(text);
        match generator.aclose().await {
            Ok(()) => error,
            Err(raised) => {
                raised.chain_context(&error);
                raised
            }
        }
    }
}

impl<T: 'static> fmt::Debug for AsyncGeneratorContextManager<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AsyncGeneratorContextManager").field(&self.generator).finish()
    }
}

impl<T: 'static> AsyncContextManager for AsyncGeneratorContextManager<T> {
    type Value = T;

    fn __aenter__(&mut self) -> Coroutine<impl StdFuture<Output = Result<T, Exception>>> {
        static CODE: Code = Code { name: "__aenter__", file: file!(), line: line!() };
        let generator = self.generator.clone();
        Coroutine::new(&CODE, async move {
            generator.__anext__().await.map_err(|error| {
                if !error.is_instance::<StopAsyncIteration>() {
                    return error;
                }
                let raised = RuntimeError::new("generator didn't yield");
                raised.set_context(&error);
                raised.with_cause(None)
            })
        })
    }

    fn __aexit__(
        &mut self,
        exception: Option<&Exception>,
    ) -> Coroutine<impl StdFuture<Output = Result<bool, Exception>>> {
        static CODE: Code = Code { name: "__aexit__", file: file!(), line: line!() };
        let (generator, thrown) = (self.generator.clone(), exception.cloned());
        Coroutine::new(&CODE, async move {
            let Some(thrown) = thrown else {
                return match generator.__anext__().await {
                    Err(error) if error.is_instance::<StopAsyncIteration>() => Ok(false),
                    Err(error) => Err(error),
                    Ok(_) => Err(Self::did_not_stop(&generator, "generator didn't stop").await),
                };
            };
            let frames = thrown.traceback_len();
            match generator.athrow(thrown.clone()).await {
                Ok(_) => {
                    let text = "generator didn't stop after athrow()";
                    Err(Self::did_not_stop(&generator, text).await)
                }
                Err(error) if error.is(&thrown) || is_wrapped(&error, &thrown) => {
                    thrown.truncate_traceback(frames);
                    Ok(false) // rule 3
                }
                Err(error) if error.is_instance::<StopAsyncIteration>() => Ok(true),
                Err(error) => Err(error),
            }
        })
    }
}

/// Whether `error` is what a generator makes of a `StopIteration` or `StopAsyncIteration` that leaves it.
fn is_wrapped(error: &Exception, thrown: &Exception) -> bool {
    let stops = thrown.is_instance::<StopAsyncIteration>() || thrown.is_instance::<StopIteration>();
    stops
        && error.is_instance::<RuntimeError>()
        && error.cause().is_some_and(|cause| cause.is(thrown))
}
