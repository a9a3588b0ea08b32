//! `attempt!` and `raise!` outside of coroutines: in functions, closures, `async` blocks and macros.

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
        _ => 1,
    }
}

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
fn tracebacks_name_the_function() {
    fn outer() -> Result<(), Exception> {
        let closure = || -> Result<(), Exception> {
            raise!(ValueError("inner"));
        };
        attempt! {
            try { closure()?; }
            finally {}
        }
        Ok(())
    }
    let error = outer().unwrap_err();
    let frames: Vec<_> = error.traceback().iter().map(|frame| frame.name).collect();
    assert_eq!(frames, ["outer", "outer"]);
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

#[test]
fn in_macros_of_the_program() {
    macro_rules! guarded {
        ($value:expr, $name:ident => $handler:block) => {
            attempt! { try { $value } except ValueError as $name $handler finally {} }
        };
    }
    macro_rules! made {
        ($name:ident, $value:expr) => {
            #[asyncio::coroutine]
            async fn $name(n: i32) -> i32 {
                let value = $value;
                attempt! { try { raising("value").await } except ValueError { n + value } }
            }
        };
    }
    made!(first, 40);
    fn parse(texts: &[&str]) -> Result<String, Exception> {
        let mut sum = 0;
        for text in texts {
            let n = guarded!(text.parse::<i32>()?, e => { return Ok(e.to_string()) });
            sum += guarded!(match n { 0 => continue, 10.. => break, n => n }, _e => { 0 });
        }
        Ok(sum.to_string())
    }
    assert_eq!(parse(&["5", "0", "6"]).unwrap(), "11");
    assert_eq!(parse(&["5", "10", "6"]).unwrap(), "5");
    assert_eq!(parse(&["5", "x"]).unwrap(), "invalid digit found in string");
    assert_eq!(block_on(first(2)).unwrap(), 42);
}

#[test]
fn the_traceback_names_the_line_of_the_call() {
    fn raises() -> Result<(), Exception> {
        raise!(ValueError("v"))
    }
    let line = line!() - 2;
    assert_eq!(raises().unwrap_err().traceback()[0].lineno, line);
}
