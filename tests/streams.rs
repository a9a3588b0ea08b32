//! `async_for!` over streams of other crates.

#![deny(warnings)]

mod common;

use std::cell::RefCell;
use std::collections::VecDeque;
use std::marker::PhantomPinned;
use std::pin::Pin;
use std::task::{Context, Poll};

use asyncpy::prelude::*;
use common::{Drops, Trace};
use futures_core::Stream;

/// Gives its items, `None` being a `Pending` that wakes at once. Cannot be moved.
struct Items(RefCell<VecDeque<Option<i32>>>, PhantomPinned);

fn items(items: &[Option<i32>]) -> Items {
    Items(RefCell::new(items.iter().copied().collect()), PhantomPinned)
}

impl Stream for Items {
    type Item = i32;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<i32>> {
        let next = self.0.borrow_mut().pop_front();
        match next {
            Some(None) => {
                cx.waker().wake_by_ref();
                Poll::Pending
            }
            Some(item) => Poll::Ready(item),
            None => Poll::Ready(None),
        }
    }
}

/// Never gives anything.
struct Never(Drops);

impl Stream for Never {
    type Item = i32;

    fn poll_next(self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<Option<i32>> {
        Poll::Pending
    }
}

#[asyncpy::test]
async fn a_stream_is_iterated_to_its_end() {
    let mut seen = Vec::new();
    async_for! {
        n in items(&[Some(1), None, None, Some(2)]) { seen.push(n); } else { seen.push(0); }
    }
    assert_eq!(seen, [1, 2, 0]);
}

#[asyncpy::test]
async fn a_reference_keeps_the_stream() {
    let mut stream = Box::pin(items(&[Some(1), Some(2), Some(3)]));
    let mut seen = Vec::new();
    async_for! { n in &mut stream { seen.push(n); break; } }
    async_for! { n in stream { seen.push(10 * n); } }
    assert_eq!(seen, [1, 20, 30]);
}

#[asyncpy::test]
async fn the_await_can_be_cancelled() {
    #[asyncio::coroutine]
    async fn consumer(stream: Never, trace: Trace) {
        trace.push(stream.0.name());
        attempt! {
            try { async_for! { _n in stream {} } }
            except CancelledError { trace.push("told to stop"); }
        }
    }
    let trace = Trace::default();
    let task = create_task!(consumer(Never(trace.drops("stream")), trace.clone()));
    asyncio::sleep(0).await;
    let names: Vec<_> = task.await_chain().iter().map(|site| site.code.name).collect();
    assert_eq!(names, ["consumer"]);
    task.cancel();
    task.await;
    assert_eq!(trace.take(), ["stream", "drop stream", "told to stop"]);
}
