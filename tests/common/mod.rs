//! A poll loop and a few futures: what the tests of the macros need of a runtime.

#![allow(dead_code)] // each test file uses a part

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// Polls until the future is done, and gives its output and the number of polls.
pub fn poll_to_end<F: Future>(future: F) -> (F::Output, usize) {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    for polls in 1..10_000 {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return (output, polls);
        }
    }
    panic!("the future does not end");
}

/// Polls until the future is done.
pub fn block_on<F: Future>(future: F) -> F::Output {
    poll_to_end(future).0
}

/// Is pending once.
pub async fn pending_once() {
    let mut polled = false;
    poll_fn(move |_| {
        if polled {
            return Poll::Ready(());
        }
        polled = true;
        Poll::Pending
    })
    .await;
}

/// What happened, in order.
#[derive(Clone, Debug, Default)]
pub struct Trace(Rc<RefCell<Vec<String>>>);

impl Trace {
    pub fn push(&self, event: impl ToString) {
        self.0.borrow_mut().push(event.to_string());
    }

    /// A value that notes when it is dropped.
    pub fn drops(&self, name: &'static str) -> Drops {
        Drops(self.clone(), name)
    }

    /// The events so far, which are forgotten.
    pub fn take(&self) -> Vec<String> {
        self.0.take()
    }
}

/// Notes when it is dropped.
#[derive(Debug)]
pub struct Drops(Trace, &'static str);

impl Drops {
    pub fn name(&self) -> &'static str {
        self.1
    }
}

impl Drop for Drops {
    fn drop(&mut self) {
        self.0.push(format!("drop {}", self.1));
    }
}
