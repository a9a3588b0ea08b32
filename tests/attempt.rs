//! `attempt!` in coroutines: every way in and out, in CPython's order.

#![deny(warnings)]

mod common;

use asyncpy::prelude::*;
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
fn the_expected_type_reaches_every_block() {
    type Function = Box<dyn Fn(i32) -> i32>;
    #[asyncio::coroutine]
    async fn outer(kind: &str) -> Function {
        attempt! {
            try {
                raising(kind).await;
                Box::new(|n| n.pow(2))
            }
            except ValueError { Box::new(|n| n.abs() + 1) }
        }
    }
    #[asyncio::coroutine]
    async fn otherwise() -> Function {
        attempt! {
            try { raising("").await; }
            except ValueError { std::process::exit(1) }
            else { Box::new(|n| n.signum() - 1) }
        }
    }
    let results = [block_on(outer("")), block_on(outer("value")), block_on(otherwise())];
    assert_eq!(results.map(|function| function.unwrap()(-3)), [9, 4, -2]);
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
