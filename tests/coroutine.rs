//! The body of a coroutine: what `.await`, `?`, `return` and jumps do.

#![deny(warnings)]

mod common;

use std::cell::Cell;
use std::fmt::Display;

use asyncpy::prelude::*;
use common::{Trace, block_on, pending_once};

#[asyncio::coroutine]
async fn nothing() {}

#[asyncio::coroutine]
async fn number(n: i32) -> i32 {
    pending_once().await;
    n
}

#[asyncio::coroutine]
async fn failing(n: i32) -> i32 {
    if n > 0 {
        raise!(ValueError("positive"))
    }
    n
}

#[test]
fn gives_its_value() {
    assert!(matches!(block_on(nothing()), Ok(())));
    assert_eq!(block_on(number(7)).unwrap(), 7);
}

#[test]
fn runs_nothing_when_called() {
    #[asyncio::coroutine]
    async fn body(trace: Trace, argument: i32) {
        trace.push(format!("body {argument}"));
    }
    let trace = Trace::default();
    let argument = || {
        trace.push("argument");
        1
    };
    let coroutine = body(trace.clone(), argument());
    trace.push("called");
    block_on(coroutine).unwrap();
    assert_eq!(trace.take(), ["argument", "called", "body 1"]);
}

#[test]
fn knows_its_code() {
    let code = nothing().code();
    assert_eq!(code.name, "nothing");
    assert!(code.file.ends_with("coroutine.rs"));
    assert!(code.line > 0);
    assert!(number(1).code().line > code.line);
}

#[test]
fn await_raises() {
    #[asyncio::coroutine]
    async fn outer(trace: Trace) -> i32 {
        let n = failing(0).await;
        trace.push(n);
        let n = failing(1).await;
        trace.push("not reached");
        n
    }
    let trace = Trace::default();
    let error = block_on(outer(trace.clone())).unwrap_err();
    assert_eq!(format!("{error:?}"), "ValueError('positive')");
    assert_eq!(trace.take(), ["0"]);
}

#[test]
fn traceback_has_each_line_passed() {
    #[asyncio::coroutine]
    async fn outer() -> i32 {
        let n = failing(1).await;
        n + 1
    }
    let error = block_on(outer()).unwrap_err();
    let frames = error.traceback();
    let names: Vec<_> = frames.iter().map(|frame| frame.name).collect();
    assert_eq!(names, ["outer", "failing"]);
    assert_eq!(frames[0].lineno, outer().code().line + 1);
    assert_eq!(frames[1].lineno, failing(0).code().line + 2);
}

#[test]
fn question_mark_infers_and_raises() {
    #[asyncio::coroutine]
    async fn parse(text: &str) -> i32 {
        let n: i32 = text.parse()?;
        n + "1".parse::<i32>()?
    }
    assert_eq!(block_on(parse("41")).unwrap(), 42);
    let error = block_on(parse("x")).unwrap_err();
    assert!(error.is_instance::<std::num::ParseIntError>());
    assert!(error.is_instance::<ValueError>());
}

#[test]
fn await_question_mark_is_of_the_output() {
    #[asyncio::coroutine]
    async fn nested(n: i32) -> Result<i32, std::num::ParseIntError> {
        pending_once().await;
        if n < 0 { "x".parse() } else { Ok(failing(n).await) }
    }
    #[asyncio::coroutine]
    async fn outer(n: i32) -> (i32, bool) {
        (failing(n).await?, (nested(-1).await)?.is_err())
    }
    assert_eq!(block_on(outer(0)).unwrap(), (0, true));
    assert!(block_on(outer(1)).is_err());
}

#[test]
fn futures_of_others_raise_by_their_output() {
    async fn plain<T>(value: T) -> T {
        pending_once().await;
        value
    }
    #[asyncio::coroutine]
    async fn outer(step: u32) -> String {
        let number = plain(5).await;
        let option = plain(Some(6)).await;
        let parsed = plain("7".parse::<i32>()).await;
        let text = plain(Ok::<_, String>(8)).await;
        let boxed = plain(Ok::<_, Box<dyn std::error::Error>>(9)).await;
        match step {
            1 => plain(Err::<(), _>(std::fmt::Error)).await,
            2 => plain(Err::<(), _>("text".to_owned())).await,
            3 => plain(Err::<(), Box<dyn std::error::Error>>("boxed".into())).await,
            4 => plain(Err::<(), _>(KeyError("key"))).await,
            5 => plain(Err::<(), _>(std::fmt::Error)).await?,
            _ => {}
        }
        format!("{number} {option:?} {parsed} {text} {boxed}")
    }
    assert_eq!(block_on(outer(0)).unwrap(), "5 Some(6) 7 8 9");
    for (step, text) in [
        (1, "an error occurred when formatting an argument"),
        (2, "text"),
        (3, "boxed"),
        (4, "'key'"),
        (5, "an error occurred when formatting an argument"),
    ] {
        assert_eq!(block_on(outer(step)).unwrap_err().to_string(), text);
    }
}

#[test]
fn return_has_the_declared_type() {
    #[asyncio::coroutine]
    async fn early(n: i32) -> Box<dyn Display> {
        if n == 0 {
            return Box::new("zero");
        }
        if n == 1 {
            return Box::new(1);
        }
        Box::new(f64::from(n))
    }
    #[asyncio::coroutine]
    async fn unit(n: &Cell<i32>) {
        if n.get() == 0 {
            return;
        }
        n.set(0);
    }
    let texts = [0, 1, 2].map(|n| block_on(early(n)).unwrap().to_string());
    assert_eq!(texts, ["zero", "1", "2"]);
    let n = Cell::new(3);
    block_on(unit(&n)).unwrap();
    block_on(unit(&n)).unwrap();
    assert_eq!(n.get(), 0);
}

#[test]
fn closures_blocks_and_items_are_left_alone() {
    #[asyncio::coroutine]
    async fn outer() -> Vec<i32> {
        let closure = |text: &str| -> Result<i32, std::num::ParseIntError> {
            let n: i32 = text.parse()?;
            if n == 0 {
                return Ok(1);
            }
            Ok(n + 1)
        };
        let block = async {
            let n = number(2).await.unwrap();
            Ok::<_, Exception>(n)
        };
        fn item(text: &str) -> Result<i32, std::num::ParseIntError> {
            Ok(text.parse::<i32>()? * 2)
        }
        vec![closure("1")?, block.await, item("4")?]
    }
    assert_eq!(block_on(outer()).unwrap(), [2, 2, 8]);
}

#[test]
fn loops_keep_their_jumps() {
    #[asyncio::coroutine]
    async fn outer() -> i32 {
        let mut sum = 0;
        'outer: for i in 0..10 {
            let mut n = 0;
            while number(n).await < i {
                n += 1;
                if n == 3 {
                    continue 'outer;
                }
                if i == 8 {
                    break 'outer;
                }
            }
            sum += 'block: {
                if n == 9 {
                    break 'block 0;
                }
                number(n).await
            };
        }
        sum
    }
    assert_eq!(block_on(outer()).unwrap(), 3);
}

#[test]
fn awaits_stand_wherever_expressions_do() {
    #[asyncio::coroutine]
    async fn outer(list: &[i32]) -> Vec<i32> {
        #[allow(unused_assignments)]
        let mut values = [number(1).await, number(2).await];
        #[cfg(not(test))]
        return not_there.await;
        #[cfg(test)]
        number(3).await;
        values[number(0).await as usize] = number(4).await;
        let Some(first) = list.get(number(0).await as usize) else { return vec![] };
        let guarded = match first {
            n if number(*n).await == 5 => 50,
            _ if list.len() > 1 && number(1).await == 1 => 1,
            _ => 0,
        };
        let chained = if let Some(n) = list.first()
            && number(*n).await == 5
        {
            5
        } else {
            0
        };
        let nested = number(number(number(6).await).await).await;
        let negated = -number(7).await + if number(0).await == 0 { 0 } else { 10 };
        let range: Vec<i32> = (number(0).await..number(2).await).collect();
        let pair = (number(8).await, [number(9).await; 2]);
        while number(0).await == 1 {}
        for n in 1..=number(1).await {
            values[1] += n;
        }
        let closure = |n: i32| n + 1;
        let reference = &number(closure(9)).await;
        let cast = number(11).await.cmp(&0) as i32;
        values[0] *= number(2).await;
        vec![
            values[0], values[1], guarded, chained, nested, negated, range[1], pair.0, pair.1[1],
            *reference, cast,
        ]
    }
    let values = [8, 3, 50, 5, 6, -7, 1, 8, 9, 10, 1];
    assert_eq!(block_on(outer(&[5])).unwrap(), values);
    assert_eq!(block_on(outer(&[])).unwrap(), []);
}
