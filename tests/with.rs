//! `with!`, `async_with!` and `async_for!`.

#![deny(warnings)]

mod common;

use std::cell::Cell;
use std::rc::Rc;

use asyncpy::prelude::*;
use asyncpy_runtime::async_iterator::{AsyncIterable, AsyncIterator};
use asyncpy_runtime::context_manager::{AsyncContextManager, ContextManager};
use asyncpy_runtime::exception::{
    KeyError, RuntimeError, StopAsyncIteration, TypeError, ValueError,
};
use common::{Trace, block_on, pending_once};

/// Notes what happens to it; suppresses `KeyError`; fails as told.
struct Manager<'a> {
    name: &'static str,
    trace: &'a Trace,
    fail: &'static str,
}

impl<'a> Manager<'a> {
    fn new(name: &'static str, trace: &'a Trace) -> Self {
        Self { name, trace, fail: "" }
    }

    fn failing(name: &'static str, trace: &'a Trace, fail: &'static str) -> Self {
        Self { name, trace, fail }
    }

    fn enter(&self) -> Result<(String, usize), Exception> {
        self.trace.push(format!("enter {}", self.name));
        if self.fail == "enter" {
            raise!(RuntimeError("enter"))
        }
        Ok((self.name.to_owned(), self.name.len()))
    }

    fn exit(&self, exception: Option<&Exception>) -> Result<bool, Exception> {
        let shown = exception.map_or("None".to_owned(), |e| format!("{e:?}"));
        self.trace.push(format!("exit {} {shown}", self.name));
        if self.fail == "exit" {
            raise!(RuntimeError("exit"))
        }
        Ok(exception.is_some_and(Exception::is_instance::<KeyError>))
    }
}

impl AsyncContextManager for Manager<'_> {
    type Value = (String, usize);

    #[asyncio::coroutine]
    async fn __aenter__(&mut self) -> (String, usize) {
        pending_once().await;
        self.enter()?
    }

    #[asyncio::coroutine]
    async fn __aexit__(&mut self, exception: Option<&Exception>) -> bool {
        pending_once().await;
        self.exit(exception)?
    }
}

impl ContextManager for Manager<'_> {
    type Value = (String, usize);

    fn __enter__(&mut self) -> Result<(String, usize), Exception> {
        self.enter()
    }

    fn __exit__(&mut self, exception: Option<&Exception>) -> Result<bool, Exception> {
        self.exit(exception)
    }
}

/// A manager that is shared, as locks are.
#[derive(Default)]
struct Shared {
    depth: Cell<i32>,
}

impl AsyncContextManager for &Shared {
    type Value = i32;

    #[asyncio::coroutine]
    async fn __aenter__(&mut self) -> i32 {
        self.depth.set(self.depth.get() + 1);
        self.depth.get()
    }

    #[asyncio::coroutine]
    async fn __aexit__(&mut self, _exception: Option<&Exception>) -> bool {
        self.depth.set(self.depth.get() - 1);
        false
    }
}

#[test]
fn enters_and_leaves() {
    #[asyncio::coroutine]
    async fn outer(trace: &Trace) -> usize {
        let mut borrowed = Manager::new("first", trace);
        async_with! {
            borrowed as (name, length), Manager::new("second", trace) as pair {
                trace.push(format!("body {name} {length} {pair:?}"));
                length
            }
        }
    }
    let trace = Trace::default();
    assert_eq!(block_on(outer(&trace)).unwrap(), 5);
    assert_eq!(
        trace.take(),
        [
            "enter first",
            "enter second",
            "body first 5 (\"second\", 6)",
            "exit second None",
            "exit first None"
        ]
    );
}

#[test]
fn every_way_out_passes_exit() {
    #[asyncio::coroutine]
    async fn outer(trace: &Trace) -> String {
        for i in 0.. {
            async_with! {
                Manager::new("m", trace) {
                    match i {
                        0 => continue,
                        1 => raise!(KeyError("suppressed")),
                        2 => {}
                        3 => break,
                        _ => unreachable!(),
                    }
                    trace.push("end of body");
                }
            }
            trace.push(format!("behind {i}"));
        }
        with! { Manager::new("sync", trace) as (name, _) { return name; } }
    }
    let trace = Trace::default();
    assert_eq!(block_on(outer(&trace)).unwrap(), "sync");
    assert_eq!(
        trace.take(),
        [
            "enter m",
            "exit m None",
            "enter m",
            "exit m KeyError('suppressed')",
            "behind 1",
            "enter m",
            "end of body",
            "exit m None",
            "behind 2",
            "enter m",
            "exit m None",
            "enter sync",
            "exit sync None"
        ]
    );
}

#[test]
fn failures_of_the_manager() {
    #[asyncio::coroutine]
    async fn outer(fail: &'static str, trace: &Trace) {
        async_with! {
            Manager::new("outer", trace), Manager::failing("inner", trace, fail) {
                raise!(ValueError("body"))
            }
        }
    }
    let trace = Trace::default();
    let error = block_on(outer("", &trace)).unwrap_err();
    assert_eq!(format!("{error:?} {:?}", error.context()), "ValueError('body') None");
    trace.take();

    let error = block_on(outer("enter", &trace)).unwrap_err();
    assert_eq!(format!("{error:?}"), "RuntimeError('enter')");
    assert_eq!(trace.take(), ["enter outer", "enter inner", "exit outer RuntimeError('enter')"]);

    let error = block_on(outer("exit", &trace)).unwrap_err();
    assert_eq!(
        format!("{error:?} {:?}", error.context()),
        "RuntimeError('exit') Some(ValueError('body'))"
    );
    assert_eq!(trace.take().last().unwrap(), "exit outer RuntimeError('exit')");
}

#[test]
fn suppressing_in_a_block_with_a_value_is_an_error() {
    #[asyncio::coroutine]
    async fn outer(trace: &Trace) -> i32 {
        async_with! { Manager::new("m", trace) { raise!(KeyError("k")) } }
    }
    let error = block_on(outer(&Trace::default())).unwrap_err();
    assert!(error.is_instance::<RuntimeError>());
    assert_eq!(error.cause().unwrap().to_string(), "'k'");
}

#[test]
fn shared_managers_are_borrowed() {
    #[asyncio::coroutine]
    async fn outer(shared: Rc<Shared>) -> (i32, i32) {
        let direct = Shared::default();
        let mut depths = (0, 0);
        for _ in 0..2 {
            async_with! {
                shared as a, shared as b, direct as _, &direct as c {
                    depths = (a + b, c);
                }
            }
        }
        assert_eq!(shared.depth.get(), 0);
        depths
    }
    assert_eq!(block_on(outer(Rc::default())).unwrap(), (3, 2));
}

#[test]
fn managers_are_generic() {
    #[asyncio::coroutine]
    async fn outer<M: AsyncContextManager<Value = (String, usize)>>(mut manager: M) -> usize {
        async_with! { manager as (_, length) { length } }
    }
    let trace = Trace::default();
    assert_eq!(block_on(outer(Manager::new("four", &trace))).unwrap(), 4);
    let mut manager = Manager::new("four", &trace);
    assert_eq!(block_on(outer(&mut manager)).unwrap(), 4);
}

#[test]
fn outside_of_coroutines() {
    fn free(trace: &Trace) -> Result<usize, Exception> {
        for i in 0..3 {
            with! {
                Manager::new("m", trace) as (_, length), Manager::new("n", trace) {
                    if i == 0 { continue; }
                    if i == 2 { return Ok(length); }
                    raise!(KeyError("k"))
                }
            }
        }
        raise!(TypeError("not reached"))
    }
    let trace = Trace::default();
    assert_eq!(free(&trace).unwrap(), 1);
    assert_eq!(trace.take().len(), 12);
}

#[test]
fn in_plain_async_functions() {
    async fn plain(trace: &Trace) -> Result<u32, Exception> {
        let mut sum = 0;
        for i in 0..3 {
            async_with! {
                Manager::new("m", trace) as (name, _) {
                    async_for! {
                        n in Countdown(4) {
                            if n == i { break; }
                            sum += n;
                        }
                    }
                    if i == 1 { continue; }
                    trace.push(format!("{name} {i}"));
                }
            }
        }
        async_for! { n in Countdown(100) { sum += n; } }
        Ok(sum)
    }
    let trace = Trace::default();
    let error = block_on(plain(&trace)).unwrap_err();
    assert_eq!(error.to_string(), "too many");
    assert_eq!(
        trace.take(),
        [
            "enter m",
            "m 0",
            "exit m None",
            "enter m",
            "exit m None",
            "enter m",
            "m 2",
            "exit m None"
        ]
    );
}

/// Counts down.
struct Countdown(u32);

impl AsyncIterator for Countdown {
    type Item = u32;

    #[asyncio::coroutine]
    async fn __anext__(&mut self) -> u32 {
        pending_once().await;
        match self.0 {
            0 => raise!(StopAsyncIteration),
            100 => raise!(ValueError("too many")),
            _ => self.0 -= 1,
        }
        self.0
    }
}

struct Launch;

impl AsyncIterable for Launch {
    type Item = u32;
    type Iterator = Countdown;

    fn __aiter__(self) -> Countdown {
        Countdown(2)
    }
}

#[test]
fn async_for_loops() {
    #[asyncio::coroutine]
    async fn outer(trace: &Trace) -> u32 {
        async_for! { n in Launch { trace.push(n); } }
        let mut rest = Countdown(9);
        async_for! {
            n in &mut rest {
                if n % 2 == 0 { continue; }
                if n == 3 { break; }
                trace.push(n);
            } else {
                trace.push("not reached");
            }
        }
        async_for! { n in rest { trace.push(n); } else { trace.push("else"); } }
        async_for! {
            'outer: n in Countdown(5) {
                async_for! {
                    m in Countdown(5) {
                        if m == n { continue 'outer; }
                        if n == 3 { break 'outer; }
                        trace.push(format!("{n}{m}"));
                    } else { trace.push("no inner"); }
                }
            } else { trace.push("not reached"); }
        }
        async_for! { n in Countdown(3) { return n; } }
        0
    }
    let trace = Trace::default();
    assert_eq!(block_on(outer(&trace)).unwrap(), 2);
    assert_eq!(trace.take(), ["1", "0", "7", "5", "2", "1", "0", "else"]);
}

#[test]
fn async_for_raises() {
    #[asyncio::coroutine]
    async fn outer(trace: &Trace) {
        for start in [100, 2] {
            attempt! {
                try {
                    async_for! {
                        n in Countdown(start) {
                            trace.push(n);
                            if n == 0 { raise!(StopAsyncIteration("from the body")) }
                        }
                    }
                }
                except Exception as e { trace.push(format!("{e:?}")); }
            }
        }
    }
    let trace = Trace::default();
    block_on(outer(&trace)).unwrap();
    assert_eq!(
        trace.take(),
        ["ValueError('too many')", "1", "0", "StopAsyncIteration('from the body')"]
    );
}
