//! What the macros of the facade expand to, written by hand: the one place that changes when the benches
//! use the macros themselves.

use std::future::Future;

use asyncpy_runtime::{Code, Coroutine, Exception, Frame};

/// The function that all coroutines here claim to be.
pub struct Bench;

impl Frame for Bench {
    const CODE: &'static Code = &Code { name: "bench", file: file!(), line: line!() };
}

/// `coroutine! { … }`.
macro_rules! coroutine {
    ($($body:tt)*) => {
        ::asyncpy_runtime::Coroutine::new(
            <$crate::form::Bench as ::asyncpy_runtime::Frame>::CODE,
            async move { Ok({ $($body)* }) },
        )
    };
}

/// `x.await` in a coroutine.
macro_rules! awaited {
    ($awaitable:expr) => {{
        use ::asyncpy_runtime::macro_support::awaiting::*;
        match Probe($awaitable).__wrap::<$crate::form::Bench, { line!() }>().await {
            value => match (&&&tag(&value)).__raise(value) {
                Ok(value) => value,
                Err(error) => return Err(leave::<$crate::form::Bench>(error, line!())),
            },
        }
    }};
}

pub use asyncpy_runtime::macro_support::keywords::TaskOptions;
/// `create_task!(…)`.
pub use asyncpy_runtime::macro_support::keywords::spawn;

/// Runs a coroutine on a loop of its own.
pub fn run<T, F>(coroutine: Coroutine<F>) -> T
where
    T: 'static,
    F: Future<Output = Result<T, Exception>> + 'static,
{
    asyncpy_runtime::run(coroutine).expect("no bench raises")
}
