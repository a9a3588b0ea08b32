//! `raise!`: what can be raised, and what exceptions know of each other.

#![deny(warnings)]

mod common;

use std::num::IntErrorKind;

use asyncpy::prelude::*;
use asyncpy_runtime::exception;
use common::{Trace, block_on, pending_once};

#[asyncio::coroutine]
async fn raising(kind: &str) -> i32 {
    pending_once().await;
    match kind {
        "value" => raise!(ValueError("v")),
        "key" => raise!(KeyError("k")),
        "index" => raise!(IndexError),
        _ => 1,
    }
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
            except std::num::ParseIntError as e { i32::from(e.kind() == &IntErrorKind::InvalidDigit) }
        }
    }
    assert_eq!(block_on(outer(0)).unwrap(), 7);
    assert_eq!(block_on(outer(1)).unwrap(), 1);
}
