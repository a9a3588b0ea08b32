//! `attempt!` and `raise!`, in coroutines and outside: every way in and out, in CPython's order.

#![deny(warnings)]

mod common;

use asyncpy::prelude::*;
use asyncpy_runtime::exception;
use asyncpy_runtime::exception::{
    CancelledError, ExceptionGroup, IndexError, KeyError, LookupError, OSError, RuntimeError,
    TypeError, ValueError,
};
use common::{Trace, block_on, pending_once};

#[asyncio::coroutine]
async fn raising(kind: &str) -> i32 {
    pending_once().await;
    match kind {
        "value" => raise!(ValueError("v")),
        "key" => raise!(KeyError("k")),
        "index" => raise!(IndexError),
        "cancel" => raise!(CancelledError()),
        _ => 1,
    }
}

#[test]
fn handlers_are_tried_in_order() {
    #[asyncio::coroutine]
    async fn outer(kind: &str, trace: &Trace) -> i32 {
        attempt! {
            try {
                trace.push("try");
                raising(kind).await
            } except KeyError {
                trace.push("key");
                2
            } except (LookupError, ValueError) as e {
                trace.push(format!("tuple {e:?}"));
                3
            } except Exception as e {
                trace.push(e);
                4
            }
        }
    }
    let trace = Trace::default();
    let mut results = Vec::new();
    for kind in ["", "value", "key", "index"] {
        results.push(block_on(outer(kind, &trace)).unwrap());
    }
    assert_eq!(results, [1, 3, 2, 3]);
    assert_eq!(
        trace.take(),
        ["try", "try", "tuple ValueError('v')", "try", "key", "try", "tuple IndexError()"]
    );
    assert!(block_on(outer("cancel", &trace)).unwrap_err().is_instance::<CancelledError>());
}

#[test]
fn else_and_finally() {
    #[asyncio::coroutine]
    async fn outer(kind: &str, trace: &Trace) -> &'static str {
        attempt! {
            try { raising(kind).await; }
            except ValueError { trace.push("except"); "handled" }
            else { trace.push("else"); raising("").await; "value of else" }
            finally { trace.push("finally"); raising("").await; }
        }
    }
    let trace = Trace::default();
    assert_eq!(block_on(outer("", &trace)).unwrap(), "value of else");
    assert_eq!(block_on(outer("value", &trace)).unwrap(), "handled");
    assert!(block_on(outer("key", &trace)).is_err());
    assert_eq!(trace.take(), ["else", "finally", "except", "finally", "finally"]);
}

#[test]
fn else_is_not_guarded() {
    #[asyncio::coroutine]
    async fn outer(trace: &Trace) {
        attempt! {
            try { trace.push("try"); }
            except ValueError { trace.push("wrong handler"); }
            else { raising("value").await; }
            finally { trace.push("finally"); }
        }
    }
    let trace = Trace::default();
    assert!(block_on(outer(&trace)).is_err());
    assert_eq!(trace.take(), ["try", "finally"]);
}

#[test]
fn every_jump_passes_finally() {
    #[asyncio::coroutine]
    async fn outer(trace: &Trace) -> i32 {
        'outer: for i in 0.. {
            let found = loop {
                attempt! {
                    try {
                        attempt! {
                            try {
                                match i {
                                    0 => break 1,
                                    1 => continue 'outer,
                                    2 => break 'outer,
                                    3 => return 99,
                                    _ => raising("value").await,
                                };
                            }
                            finally { trace.push(format!("inner {i}")); }
                        }
                        trace.push("not reached");
                    }
                    finally { trace.push(format!("outer {i}")); }
                }
            };
            trace.push(format!("found {found}"));
        }
        trace.push("end");
        attempt! {
            try { return 5; }
            finally { trace.push("return"); }
        }
    }
    let trace = Trace::default();
    assert_eq!(block_on(outer(&trace)).unwrap(), 5);
    assert_eq!(
        trace.take(),
        [
            "inner 0", "outer 0", "found 1", "inner 1", "outer 1", "inner 2", "outer 2", "end",
            "return"
        ]
    );
}

#[test]
fn jumps_of_inner_loops_stay_inside() {
    #[asyncio::coroutine]
    async fn outer(trace: &Trace) -> usize {
        attempt! {
            try {
                let mut n = 0;
                for i in 0..10 {
                    if i == 2 { continue; }
                    if i == 5 { break; }
                    n += 1;
                }
                let value = 'block: {
                    if n == 4 { break 'block 40; }
                    1
                };
                n + value
            }
            finally { trace.push("finally"); }
        }
    }
    let trace = Trace::default();
    assert_eq!(block_on(outer(&trace)).unwrap(), 44);
    assert_eq!(trace.take(), ["finally"]);
}

#[test]
fn finally_overrides() {
    #[asyncio::coroutine]
    async fn returns() -> i32 {
        attempt! {
            try { raising("value").await; return 1; }
            finally { return 2; }
        }
    }
    #[asyncio::coroutine]
    #[allow(clippy::never_loop)]
    async fn breaks() -> i32 {
        loop {
            attempt! {
                try { return 1; }
                finally { break; }
            }
        }
        3
    }
    assert_eq!(block_on(returns()).unwrap(), 2);
    assert_eq!(block_on(breaks()).unwrap(), 3);
}

#[test]
fn raising_in_a_handler_chains() {
    #[asyncio::coroutine]
    async fn handler() {
        attempt! {
            try { raising("value").await; }
            except ValueError { raising("key").await; }
        }
    }
    #[asyncio::coroutine]
    async fn finally() {
        attempt! {
            try { raising("value").await; }
            finally { raising("key").await; }
        }
    }
    #[asyncio::coroutine]
    async fn nested() {
        attempt! {
            try { raising("value").await; }
            except ValueError {
                attempt! {
                    try { raising("index").await; }
                    except IndexError as e {
                        assert_eq!(format!("{:?}", e.context()), "Some(ValueError('v'))");
                    }
                    finally { raise!(KeyError("k")) }
                }
            }
        }
    }
    #[asyncio::coroutine]
    async fn after() {
        attempt! {
            try { raising("value").await; }
            except ValueError {}
        }
        raise!(KeyError("k"))
    }
    for (error, context) in [
        (block_on(handler()), "Some(ValueError('v'))"),
        (block_on(finally()), "Some(ValueError('v'))"),
        (block_on(nested()), "Some(ValueError('v'))"),
        (block_on(after()), "None"),
    ] {
        let error = error.unwrap_err();
        assert_eq!(format!("{error:?}"), "KeyError('k')");
        assert_eq!(format!("{:?}", error.context()), context);
        assert!(!error.suppress_context());
    }
}

#[test]
fn raise_again() {
    #[asyncio::coroutine]
    async fn outer(trace: &Trace) -> i32 {
        attempt! {
            try { raising("value").await }
            except ValueError as e {
                trace.push(&e);
                if e.args().len() == 1 {
                    attempt! {
                        try { raise!() }
                        except KeyError { 0 }
                        finally { trace.push("finally"); }
                    }
                } else {
                    1
                }
            }
        }
    }
    let trace = Trace::default();
    let error = block_on(outer(&trace)).unwrap_err();
    assert_eq!(error.to_string(), "v");
    assert!(error.context().is_none());
    let names: Vec<_> = error.traceback().iter().map(|frame| frame.name).collect();
    assert_eq!(names, ["outer", "raising"]);
    assert_eq!(trace.take(), ["v", "finally"]);
}

exception! {
    /// Declared here.
    class Declared(ValueError)
}

#[derive(Debug)]
struct OwnError {
    code: i32,
}

impl std::fmt::Display for OwnError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "own {}", self.code)
    }
}

impl std::error::Error for OwnError {}

#[test]
#[allow(unused_qualifications, reason = "one class is named by a path on purpose")]
fn what_can_be_raised() {
    #[asyncio::coroutine]
    #[allow(unused_qualifications)]
    async fn raises(n: u32) {
        let made = OSError((2, "No such file"));
        match n {
            0 => raise!(ValueError),
            1 => raise!(ValueError()),
            2 => raise!(ValueError("a", 1)),
            3 => raise!(ValueError(("a", 1))),
            4 => raise!(made),
            5 => raise!(&made),
            6 => raise!(OwnError { code: 3 }),
            7 => raise!(Declared("d")),
            8 => raise!(Declared()),
            9 => raise!(ValueError("v") from KeyError("cause")),
            10 => raise!(ValueError("v") from None),
            11 => raise!(ValueError from OwnError { code: 4 }),
            12 => raise!(asyncio::RecursionError),
            13 => raise!("x".parse::<f64>().unwrap_err()),
            _ => {}
        }
    }
    let shown: Vec<_> =
        (0..14).map(|n| format!("{:?}", block_on(raises(n)).unwrap_err())).collect();
    assert_eq!(
        shown,
        [
            "ValueError()",
            "ValueError()",
            "ValueError('a', 1)",
            "ValueError('a', 1)",
            "FileNotFoundError(2, 'No such file')",
            "FileNotFoundError(2, 'No such file')",
            "OwnError('own 3')",
            "Declared('d')",
            "Declared()",
            "ValueError('v')",
            "ValueError('v')",
            "ValueError()",
            "RecursionError()",
            "ParseFloatError('invalid float literal')",
        ]
    );
    let from = |n| block_on(raises(n)).unwrap_err();
    assert_eq!(format!("{:?}", from(9).cause()), "Some(KeyError('cause'))");
    assert!(from(9).suppress_context());
    assert!(from(10).cause().is_none() && from(10).suppress_context());
    assert_eq!(from(11).cause().unwrap().to_string(), "own 4");
}

#[test]
fn errors_of_the_program_are_bound_as_themselves() {
    #[asyncio::coroutine]
    async fn outer(n: i32) -> i32 {
        attempt! {
            try {
                if n == 0 { raise!(OwnError { code: 7 }) }
                let parsed: i32 = "x".parse()?;
                parsed
            }
            except OwnError as e { e.code }
            except std::num::ParseIntError as e { e.to_string().len() as i32 }
        }
    }
    assert_eq!(block_on(outer(0)).unwrap(), 7);
    assert_eq!(block_on(outer(1)).unwrap(), 29);
}

#[test]
fn expression_form_gives_the_result() {
    #[asyncio::coroutine]
    async fn outer() -> (Result<i32, Exception>, bool, usize) {
        let failed = attempt!(raising("value").await + 1);
        let value = attempt!(raising("").await).unwrap_or(0) + 1;
        let parsed = attempt!("x".parse::<i32>()?).is_err();
        let mut n = 0;
        loop {
            n += 1;
            let _ = attempt!(if n == 3 { break } else { raising("key").await });
        }
        if attempt!(raising("index").await).is_err() {
            return (failed, parsed, n + usize::try_from(value).unwrap());
        }
        (Ok(0), false, 0)
    }
    let (failed, parsed, n) = block_on(outer()).unwrap();
    assert_eq!(failed.unwrap_err().to_string(), "v");
    assert!(parsed);
    assert_eq!(n, 5);
}

#[test]
fn statement_form_is_an_expression_too() {
    #[asyncio::coroutine]
    async fn outer() -> i32 {
        let n = attempt! { try { raising("value").await } except ValueError { 5 } };
        let m = 1 + attempt! { try { raising("").await } finally {} };
        n + m
    }
    assert_eq!(block_on(outer()).unwrap(), 7);
}

#[test]
fn one_handler_does_not_guard_another() {
    #[asyncio::coroutine]
    async fn outer() {
        attempt! {
            try { raising("value").await; }
            except ValueError { raise!(KeyError("second")) }
            except KeyError { panic!("not guarded") }
        }
    }
    assert_eq!(block_on(outer()).unwrap_err().to_string(), "'second'");
}

// Outside of coroutines.

fn free(n: i32, trace: &Trace) -> Result<i32, Exception> {
    let mut sum = 0;
    for i in 0..10 {
        attempt! {
            try {
                if i == 1 { continue; }
                if i == n { break; }
                if i == 4 { raise!(ValueError("four")) }
                if i == 6 { return Ok(sum); }
                sum += "1".parse::<i32>()?;
            }
            except ValueError as e { trace.push(e); }
            else { trace.push(format!("else {i}")); }
            finally { trace.push(format!("finally {i}")); }
        }
    }
    raise!(RuntimeError("end"))
}

#[test]
fn in_ordinary_functions() {
    let trace = Trace::default();
    assert_eq!(free(3, &trace).unwrap_err().to_string(), "end");
    assert_eq!(
        trace.take(),
        ["else 0", "finally 0", "finally 1", "else 2", "finally 2", "finally 3"]
    );
    assert_eq!(free(20, &trace).unwrap(), 4);
    assert_eq!(
        trace.take(),
        [
            "else 0",
            "finally 0",
            "finally 1",
            "else 2",
            "finally 2",
            "else 3",
            "finally 3",
            "four",
            "finally 4",
            "else 5",
            "finally 5",
            "finally 6"
        ]
    );
}

#[test]
fn leaving_converts_to_the_functions_error() {
    fn boxed() -> Result<(), Box<dyn std::error::Error>> {
        attempt! {
            try { raise!(ValueError("boxed")) }
            except TypeError {}
        }
        Ok(())
    }
    fn caught() -> Option<i32> {
        attempt! {
            try { Some("5".parse::<i32>()?) }
            except { None }
        }
    }
    fn labelled() -> i32 {
        let mut n = 0;
        'outer: loop {
            loop {
                n += 1;
                attempt! {
                    try {
                        if n < 3 { continue 'outer; }
                        break 'outer;
                    }
                    except { return -1; }
                    finally { n += 10; }
                }
            }
        }
        n
    }
    fn value() -> i32 {
        loop {
            attempt! { try { break 4; } finally {} }
        }
    }
    assert_eq!(boxed().unwrap_err().to_string(), "boxed");
    assert_eq!(caught(), Some(5));
    assert_eq!(labelled(), 22);
    assert_eq!(value(), 4);
}

#[test]
fn in_async_blocks_and_closures() {
    #[asyncio::coroutine]
    async fn outer() -> (i32, i32) {
        let block = async {
            attempt! {
                try { raising("value").await }
                except ValueError { raising("").await + 1 }
            };
            Ok::<_, Exception>(attempt!(raising("").await)?)
        };
        let closure = |fails: bool| -> Result<i32, Exception> {
            attempt! {
                try { if fails { raise!(KeyError("closure")) } }
                except KeyError { return Ok(1); }
            }
            Ok(2)
        };
        (block.await + closure(true)?, closure(false)?)
    }
    assert_eq!(block_on(outer()).unwrap(), (2, 2));
}

// `except*`.

#[asyncio::coroutine]
async fn star(group: Exception, trace: &Trace) {
    attempt! {
        try { raise!(group) }
        except* ValueError as eg { trace.push(format!("{eg:?}")); }
        except* (KeyError, TypeError) as eg {
            trace.push(format!("{eg:?}"));
            if eg.exceptions().len() == 2 { raise!() }
            if eg.exceptions()[0].args().is_empty() { raise!(RuntimeError("new")) }
        }
        else { trace.push("else"); }
        finally { trace.push("finally"); }
    }
}

#[test]
fn except_star() {
    let trace = Trace::default();
    let run = |group: Exception| {
        let left = block_on(star(group, &trace));
        (left.err().map(|e| format!("{e:?}")), trace.take())
    };
    let group = |parts: Vec<Exception>| ExceptionGroup::group("g", parts);

    let (left, events) = run(ValueError(1));
    assert_eq!(left, None);
    assert_eq!(events, ["ExceptionGroup('', [ValueError(1)])", "finally"]);

    let (left, events) = run(group(vec![ValueError(1), KeyError(2), OSError(3)]));
    assert_eq!(left.unwrap(), "ExceptionGroup('g', [OSError(3)])");
    assert_eq!(
        events,
        ["ExceptionGroup('g', [ValueError(1)])", "ExceptionGroup('g', [KeyError(2)])", "finally"]
    );

    let (left, events) = run(group(vec![ValueError(1), KeyError(2), TypeError(3), OSError(4)]));
    assert_eq!(left.unwrap(), "ExceptionGroup('g', [KeyError(2), TypeError(3), OSError(4)])");
    assert_eq!(events.len(), 3);

    let (left, _) = run(group(vec![ValueError(1), KeyError(()), OSError(4)]));
    assert_eq!(
        left.unwrap(),
        "ExceptionGroup('', [RuntimeError('new'), ExceptionGroup('g', [OSError(4)])])"
    );

    let (left, events) = run(OSError("other"));
    assert_eq!(left.unwrap(), "OSError('other')");
    assert_eq!(events, ["finally"]);
}

#[test]
fn except_star_without_exception() {
    #[asyncio::coroutine]
    async fn outer(trace: &Trace) {
        attempt! {
            try { raising("").await; }
            except* ValueError { trace.push("no"); }
            else { trace.push("else"); }
        }
    }
    let trace = Trace::default();
    block_on(outer(&trace)).unwrap();
    assert_eq!(trace.take(), ["else"]);
}
