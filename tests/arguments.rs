//! Macros inside a coroutine: their arguments are rewritten as the rest of the body is.

#![deny(warnings)]

mod common;

use std::fmt::Write as _;

use asyncpy::prelude::*;
use asyncpy_runtime::exception::{KeyError, ValueError};
use common::{Trace, block_on, pending_once};

#[asyncio::coroutine]
async fn number(n: i32) -> i32 {
    pending_once().await;
    if n < 0 {
        raise!(ValueError(n))
    }
    n
}

#[test]
fn std_macros() {
    #[asyncio::coroutine]
    async fn outer(out: &mut String) -> Vec<i32> {
        println!("{} {n}", number(1).await, n = number(2).await);
        print!("{:>1$}", number(1).await, number(2).await as usize);
        eprintln!("{}", number(1).await);
        write!(out, "{}-{n:?}", number(1).await, n = Some(number(2).await))?;
        writeln!(out, ";{}", "7".parse::<i32>()?)?;
        let text = format!("{}", { number(3).await });
        out.push_str(&text);
        assert!(number(1).await == 1, "text {}", number(1).await);
        assert_eq!(number(2).await, 2);
        assert_ne!(number(2).await, 3, "text {}", number(1).await);
        debug_assert!(number(1).await == 1);
        debug_assert_eq!(number(1).await, 1);
        assert!(matches!(number(1).await, 0 | 1 if number(5).await == 5));
        assert!(!matches!(Some(number(1).await), Some(n) if n > 1));
        let _ = dbg!(number(6).await, 1);
        let list = vec![number(1).await, number(2).await];
        let filled = vec![number(3).await; 2];
        if list.is_empty() {
            todo!("{}", number(1).await);
        } else if list.len() == 3 {
            unreachable!("{}", number(1).await)
        }
        [list, filled].concat()
    }
    let mut out = String::new();
    assert_eq!(block_on(outer(&mut out)).unwrap(), [1, 2, 3, 3]);
    assert_eq!(out, "1-Some(2);7\n3");
}

#[test]
fn jumps_in_arguments() {
    #[asyncio::coroutine]
    async fn outer(trace: &Trace) -> i32 {
        for i in 0.. {
            attempt! {
                try {
                    let text = format!("{}", match i {
                        0 => continue,
                        1 => raise!(KeyError("k")),
                        2 => number(-1).await,
                        3 => break,
                        _ => 0,
                    });
                    trace.push(text);
                }
                except Exception as e { trace.push(format!("{e:?}")); }
                finally { trace.push(format!("finally {}", number(i).await)); }
            }
        }
        assert_eq!(1, if number(1).await == 1 { return number(9).await } else { 2 });
        0
    }
    let trace = Trace::default();
    assert_eq!(block_on(outer(&trace)).unwrap(), 9);
    assert_eq!(
        trace.take(),
        ["finally 0", "KeyError('k')", "finally 1", "ValueError(-1)", "finally 2", "finally 3"]
    );
}

/// Stands for macros of logging crates.
macro_rules! info {
    (target: $target:expr, $($($key:ident).+ = $(%)? $value:expr),+ ; $text:literal $(, $arg:expr)*) => {
        format!(concat!($text, "{:?}"), $($arg,)* ($($value,)+))
    };
    ($(?$value:expr),+ $(,)?) => { format!("{:?}", ($($value,)+)) };
    ($(%$value:expr),+ $(,)?) => { format!("{}", ($($value),+)) };
}

#[test]
fn logging_macros() {
    #[asyncio::coroutine]
    async fn outer() -> Vec<String> {
        vec![
            info!(target: "t", a.b = %number(1).await, c = number(2).await; "x{}", number(3).await),
            info!(?number(4).await, ?number(5).await),
            info!(%number(6).await),
        ]
    }
    assert_eq!(block_on(outer()).unwrap(), ["x3(1, 2)", "(4, 5)", "6"]);
}

macro_rules! stream {
    ($(yield $value:expr;)+) => { async { vec![$($value.to_string()),+] } };
}

#[asyncio::coroutine(leave = "stream")]
async fn left_alone() -> Vec<String> {
    async fn plain(n: i32) -> i32 {
        pending_once().await;
        n
    }
    let made = stream! { yield plain(1).await; yield plain(2).await; };
    made.await
}

#[test]
fn leave_exempts_a_macro() {
    assert_eq!(block_on(left_alone()).unwrap(), ["1", "2"]);
}

#[test]
fn async_blocks_in_unreadable_macros_are_functions() {
    macro_rules! run {
        (=> $block:expr) => {
            $block
        };
    }
    #[asyncio::coroutine]
    async fn outer() -> i32 {
        let block = run!(=> async { number(1).await.unwrap() });
        block.await
    }
    assert_eq!(block_on(outer()).unwrap(), 1);
}

#[test]
fn macros_of_ours_nest() {
    #[asyncio::coroutine]
    async fn outer() -> String {
        let text = format!("{:?}", attempt!(number(-2).await));
        let list = vec![attempt! { try { number(-3).await } except ValueError { 5 } }];
        format!("{text} {list:?}")
    }
    assert_eq!(block_on(outer()).unwrap(), "Err(ValueError(-2)) [5]");
}
