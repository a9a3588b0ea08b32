//! `asynccontextmanager`: what CPython 3.13's contextlib does with the same blocks.

#![deny(warnings)]

mod common;

use asyncpy::prelude::*;
use common::Trace;

#[asyncio::asynccontextmanager]
async fn manager(kind: &'static str, trace: Trace) -> &'static str {
    if kind == "no yield" {
        return;
    }
    attempt! {
        try {
            yield_!(kind);
            if kind == "twice" {
                yield_!(kind);
            }
        } except ValueError as e {
            trace.push(format!("caught {e:?}"));
            match kind {
                "reraise" => raise!(),
                "other" => raise!(KeyError("k")),
                "runtime" => raise!(RuntimeError("r") from e),
                "again" => yield_!(kind),
                _ => {}
            }
        } finally {
            trace.push("finally");
        }
    }
}

/// Runs a block that raises `raised`, and tells how it was left: the exception, its cause and its context.
#[asyncio::coroutine]
async fn left(kind: &'static str, raised: Option<Exception>) -> Vec<String> {
    let trace = Trace::default();
    let shown =
        |error: Option<Exception>| error.map_or("None".to_owned(), |error| format!("{error:?}"));
    attempt! {
        try {
            async_with! {
                manager(kind, trace.clone()) as value {
                    assert_eq!(value, kind);
                    if let Some(raised) = &raised {
                        raise!(raised.clone())
                    }
                    trace.push("body");
                }
            }
            trace.push("after");
        } except BaseException as e {
            let same = raised.as_ref().is_some_and(|raised| raised.is(&e));
            let same = if same { "same" } else { "new" };
            let (cause, context) = (shown(e.cause()), shown(e.context()));
            trace.push(format!("{e:?} {same} {cause} {context}"));
        }
    }
    trace.take()
}

#[asyncpy::test]
async fn blocks_that_end() {
    let not_yielded = "RuntimeError(\"generator didn't yield\") new None StopAsyncIteration()";
    assert_eq!(left("no yield", None).await, [not_yielded]);
    let not_stopped = "RuntimeError(\"generator didn't stop\") new None None";
    assert_eq!(left("twice", None).await, ["body", "finally", not_stopped]);
    for kind in ["reraise", "other", "suppress", "again", "runtime"] {
        assert_eq!(left(kind, None).await, ["body", "finally", "after"], "{kind}");
    }
}

#[asyncpy::test]
async fn exceptions_that_the_generator_lets_through() {
    for kind in ["twice", "reraise", "other", "suppress", "again", "runtime"] {
        for raised in
            [StopAsyncIteration("s"), KeyError("u"), RuntimeError("w"), StopIteration("i")]
        {
            let same = format!("{raised:?} same None None");
            assert_eq!(left(kind, Some(raised)).await, ["finally", &same], "{kind}");
        }
    }
}

#[asyncpy::test]
async fn exceptions_that_the_generator_catches() {
    for (kind, end) in [
        ("twice", "after"),
        ("suppress", "after"),
        ("reraise", "ValueError('v') same None None"),
        ("other", "KeyError('k') new None ValueError('v')"),
        ("runtime", "RuntimeError('r') new ValueError('v') ValueError('v')"),
        (
            "again",
            "RuntimeError(\"generator didn't stop after athrow()\") new None ValueError('v')",
        ),
    ] {
        let expected = ["caught ValueError('v')", "finally", end];
        assert_eq!(left(kind, Some(ValueError("v"))).await, expected, "{kind}");
    }
}

#[asyncpy::test]
async fn an_exception_that_goes_through_keeps_its_traceback() {
    #[asyncio::coroutine]
    async fn block() {
        async_with! { manager("suppress", Trace::default()) { raise!(KeyError("k")) } }
    }
    let error = attempt!(block().await).unwrap_err();
    let names: Vec<_> = error.traceback().iter().map(|frame| frame.name.to_string()).collect();
    assert_eq!(names[1..], ["block"]);
}

#[asyncpy::test]
async fn jumps_leave_the_block() {
    let trace = Trace::default();
    for n in 0..3 {
        async_with! {
            manager("suppress", trace.clone()), manager("suppress", trace.clone()) {
                if n == 1 { break; }
                trace.push(n.to_string());
            }
        }
    }
    assert_eq!(trace.take(), ["0", "finally", "finally", "finally", "finally"]);
}

#[asyncpy::test]
async fn cancelling_the_block_runs_the_rest_of_the_generator() {
    #[asyncio::asynccontextmanager]
    async fn slow(trace: Trace) {
        attempt! {
            try { yield_!(); }
            except CancelledError {
                trace.push("told to stop");
                raise!()
            } finally {
                asyncio::sleep(1).await;
                trace.push("closed");
            }
        }
    }
    #[asyncio::coroutine]
    async fn block(trace: Trace) {
        async_with! { slow(trace.clone()) { asyncio::sleep(60).await; } }
    }
    let trace = Trace::default();
    let task = create_task!(block(trace.clone()));
    asyncio::sleep(0).await;
    task.cancel();
    assert!(attempt!((&task).await).is_err());
    assert!(task.cancelled());
    assert_eq!(trace.take(), ["told to stop", "closed"]);
}
