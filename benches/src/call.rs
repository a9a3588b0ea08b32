//! What does awaiting a coroutine cost beyond awaiting a plain `async fn`?
//!
//! Both chains are ten functions deep and run in a task of asyncpy's; the second row suspends at the bottom,
//! so that each of its operations goes through all ten twice.

use std::future::Future;
use std::hint::black_box;

use asyncpy_runtime::{Coroutine, Exception, sleep};

use crate::compare::{Nanoseconds, Question, Stopwatch};
use crate::form;

/// The rows.
pub const QUESTIONS: &[Question] = &[
    Question {
        name: "call, 10 deep : plain async fn",
        asyncpy: || measure(|| coroutine! { awaited!(coroutine::f1(false)) }),
        peer: || measure(|| coroutine! { plain::f1(false).await }),
    },
    Question {
        name: "suspended call : plain async fn",
        asyncpy: || measure(|| coroutine! { awaited!(coroutine::f1(true)) }),
        peer: || measure(|| coroutine! { plain::f1(true).await }),
    },
];

const CALLS: u32 = 500_000;

fn measure<F>(call: fn() -> Coroutine<F>) -> Nanoseconds
where
    F: Future<Output = Result<u32, Exception>> + 'static,
{
    form::run(coroutine! {
        let time = Stopwatch::start();
        for _ in 0..CALLS {
            assert_eq!(awaited!(call()), 10);
        }
        time.per(CALLS)
    })
}

/// `f1` calls `f2` and adds 1, and so on down to `bottom`.
macro_rules! chain {
    ($function:ident: $f1:ident $f2:ident $f3:ident $f4:ident $f5:ident $f6:ident $f7:ident $f8:ident $f9:ident) => {
        $function!($f1, $f2);
        $function!($f2, $f3);
        $function!($f3, $f4);
        $function!($f4, $f5);
        $function!($f5, $f6);
        $function!($f6, $f7);
        $function!($f7, $f8);
        $function!($f8, $f9);
        $function!($f9, bottom);
    };
}

mod coroutine {
    use super::{Coroutine, Exception, Future, black_box, sleep};

    macro_rules! function {
        ($name:ident, $next:ident) => {
            pub fn $name(
                suspends: bool,
            ) -> Coroutine<impl Future<Output = Result<u32, Exception>>> {
                coroutine! { awaited!($next(suspends)) + 1 }
            }
        };
    }

    chain!(function: f1 f2 f3 f4 f5 f6 f7 f8 f9);

    fn bottom(suspends: bool) -> Coroutine<impl Future<Output = Result<u32, Exception>>> {
        coroutine! {
            if suspends {
                awaited!(sleep(0));
            }
            black_box(1)
        }
    }
}

mod plain {
    use super::{black_box, sleep};

    macro_rules! function {
        ($name:ident, $next:ident) => {
            pub async fn $name(suspends: bool) -> u32 {
                $next(suspends).await + 1
            }
        };
    }

    chain!(function: f1 f2 f3 f4 f5 f6 f7 f8 f9);

    async fn bottom(suspends: bool) -> u32 {
        if suspends {
            sleep(0).await.expect("nobody cancels");
        }
        black_box(1)
    }
}
