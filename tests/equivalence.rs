//! A coroutine is as lazy, drops in the same order, is polled as often and is about as large as the
//! `async fn` with the same text.

#![deny(warnings)]

mod common;

use asyncpy::prelude::*;
use common::{Drops, Trace, pending_once, poll_to_end};

/// Declares the same functions twice: as coroutines and as `async fn`.
macro_rules! twice {
    ($($(#[$attribute:meta])* async fn $name:ident $(<$lifetime:lifetime>)? ($($arguments:tt)*) $(-> $output:ty)? $body:block)+) => {
        mod coroutine {
            use super::*;
            $(
                #[asyncio::coroutine]
                $(#[$attribute])*
                pub async fn $name $(<$lifetime>)? ($($arguments)*) $(-> $output)? $body
            )+
        }
        mod plain {
            use super::*;
            $(
                $(#[$attribute])*
                pub async fn $name $(<$lifetime>)? ($($arguments)*) $(-> $output)? $body
            )+
        }
    };
}

struct Pair {
    first: Drops,
    _second: Drops,
}

impl Pair {
    fn new(trace: &Trace, first: &'static str, second: &'static str) -> Self {
        Self { first: trace.drops(first), _second: trace.drops(second) }
    }
}

async fn next(trace: &Trace, name: &'static str) -> Drops {
    trace.push(format!("poll {name}"));
    pending_once().await;
    trace.drops(name)
}

#[derive(Clone, Copy)]
struct Give<'a>(&'a Trace);

impl Give<'_> {
    fn with(self, _temporary: &Drops) -> Drops {
        self.0.drops("made")
    }

    fn and(self, _a: &Drops, _b: &Drops) {
        self.0.push("and");
    }
}

twice! {
    async fn arguments(_a: Drops, _: Drops, Pair { first: _f, .. }: Pair, (_x, _): (Drops, Drops), mut _b: Drops) {
        pending_once().await;
    }

    async fn unused(a: Drops, b: Drops, trace: &Trace) {
        let _ = (&a, &b);
        let c = trace.drops("local");
        pending_once().await;
        drop(a);
        trace.push("end");
        let _ = c.name();
    }

    async fn temporaries(trace: &Trace) {
        let give = Give(trace);
        give.and(&next(trace, "one").await, &next(trace, "two").await);
        trace.push("statement");
        let kept = give.with(&next(trace, "three").await);
        trace.push("let");
        match next(trace, "scrutinee").await.name().len() {
            9 => trace.push("arm"),
            8 => trace.push("not this arm"),
            _ => {}
        }
        if next(trace, "condition").await.name().is_empty() {
            trace.push("no");
        }
        let _ = next(trace, "ignored").await;
        let _underscore = next(trace, "underscore").await;
        let borrowed = &next(trace, "extended").await;
        trace.push(borrowed.name());
        drop(kept);
    }

    async fn tail(trace: &Trace) -> usize {
        let _local = trace.drops("local");
        next(trace, "tail").await.name().len()
    }

    async fn early(trace: &Trace) -> usize {
        let _local = trace.drops("local");
        for i in 0..3 {
            let _inner = trace.drops("inner");
            if i == 1 {
                return next(trace, "return").await.name().len();
            }
            next(trace, "loop").await;
        }
        0
    }
}

/// The value, the events and the number of polls.
type Observed<T> = (T, Vec<String>, usize);

fn observe<T, F: Future<Output = T>>(trace: &Trace, make: impl FnOnce() -> F) -> Observed<T> {
    let future = make();
    trace.push("made");
    let (output, polls) = poll_to_end(future);
    (output, trace.take(), polls)
}

macro_rules! same {
    ($trace:ident, $name:ident($($argument:expr),*)) => {
        let (value, events, polls) = observe(&$trace, || plain::$name($($argument),*));
        let (ours, our_events, our_polls) = observe(&$trace, || coroutine::$name($($argument),*));
        assert_eq!(ours.unwrap(), value);
        assert_eq!(our_events, events);
        assert_eq!(our_polls, polls);
        assert!(events.len() > 1);
    };
}

#[test]
fn drop_order_and_polls() {
    let trace = Trace::default();
    let d = |name| trace.drops(name);
    same!(trace, arguments(d("a"), d("_"), Pair::new(&trace, "f", "s"), (d("x"), d("y")), d("b")));
    same!(trace, unused(d("a"), d("b"), &trace));
    same!(trace, temporaries(&trace));
    same!(trace, tail(&trace));
    same!(trace, early(&trace));
}

#[test]
fn dropped_before_the_first_poll_and_in_between() {
    let trace = Trace::default();
    let d = |name| trace.drops(name);
    let pair = || Pair::new(&trace, "f", "s");
    drop(plain::arguments(d("a"), d("_"), pair(), (d("x"), d("y")), d("b")));
    let unpolled = trace.take();
    drop(coroutine::arguments(d("a"), d("_"), pair(), (d("x"), d("y")), d("b")));
    assert_eq!(trace.take(), unpolled);

    let poll_once = |future: std::pin::Pin<Box<dyn Future<Output = ()> + '_>>| {
        let mut future = future;
        let mut cx = std::task::Context::from_waker(std::task::Waker::noop());
        assert!(future.as_mut().poll(&mut cx).is_pending());
        drop(future);
        trace.take()
    };
    let plain = poll_once(Box::pin(plain::unused(d("a"), d("b"), &trace)));
    let ours = poll_once(Box::pin(async {
        let _ = coroutine::unused(d("a"), d("b"), &trace).await;
    }));
    assert_eq!(ours, plain);
}

#[test]
fn methods_drop_self_last() {
    struct This {
        drops: Drops,
        other: Drops,
    }
    impl This {
        async fn plain(self, _argument: Drops, trace: &Trace) {
            let _local = trace.drops("local");
            let taken = self.other;
            pending_once().await;
            trace.push(taken.name());
        }
        #[asyncio::coroutine]
        async fn coroutine(self, _argument: Drops, trace: &Trace) {
            let _local = trace.drops("local");
            let taken = self.other;
            pending_once().await;
            trace.push(taken.name());
        }
        async fn plain_unused(self, _argument: Drops) {
            pending_once().await;
        }
        #[asyncio::coroutine]
        async fn coroutine_unused(self, _argument: Drops) {
            pending_once().await;
        }
    }
    let trace = Trace::default();
    let this = || This { drops: trace.drops("drops"), other: trace.drops("other") };
    let d = |name| trace.drops(name);
    let ((), events, polls) = observe(&trace, || this().plain(d("argument"), &trace));
    let (_, ours, our_polls) = observe(&trace, || this().coroutine(d("argument"), &trace));
    assert_eq!((ours, our_polls), (events, polls));
    let ((), events, _) = observe(&trace, || this().plain_unused(d("argument")));
    let (_, ours, _) = observe(&trace, || this().coroutine_unused(d("argument")));
    assert_eq!(ours, events);
    let _ = this().drops.name();
}

macro_rules! chain {
    ($($name:ident -> $next:ident),+) => {
        twice! { $(async fn $name(n: u64) -> u64 { $next(n + 1).await + n })+ }
    };
}

mod sizes {
    use super::*;

    /// Is pending once; not a coroutine, so that both chains end in the same future.
    pub async fn end(n: u64) -> u64 {
        pending_once().await;
        n
    }

    chain! {
        f1 -> f2, f2 -> f3, f3 -> f4, f4 -> f5, f5 -> f6, f6 -> f7, f7 -> f8, f8 -> f9, f9 -> f10, f10 -> end
    }

    #[test]
    fn a_chain_is_about_as_large_as_plain_async() {
        let plain = size_of_val(&plain::f1(0));
        let ours = size_of_val(&coroutine::f1(0));
        assert!(ours <= plain + plain / 4, "{ours} bytes, {plain} as plain async");
    }
}

#[test]
fn try_blocks_cost_little() {
    #[asyncio::coroutine]
    async fn bare(trace: &Trace) {
        next(trace, "x").await;
    }
    #[asyncio::coroutine]
    async fn guarded(trace: &Trace) {
        attempt! { try { next(trace, "x").await; } except ValueError { trace.push("caught"); } }
    }
    use asyncpy_runtime::exception::ValueError;
    let trace = Trace::default();
    let (bare, guarded) = (size_of_val(&bare(&trace)), size_of_val(&guarded(&trace)));
    assert!(guarded <= bare + 32, "{guarded} bytes, {bare} without `try`");
}
