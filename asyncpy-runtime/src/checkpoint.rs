//! The wrappers around awaited futures: where they are, and where cancellation may enter.
//!
//! Terms: a [`Located`] is around our own awaitables, a [`Checkpoint`] around a foreign future, whose inside
//! we do not know. The *leaves below* a checkpoint are those of ours that registered while it polled.
//!
//! Rules:
//! 1. Both tell their place when the stack is read; a checkpoint does not poll the foreign future then.
//! 2. A checkpoint with exactly one leaf below is transparent: `cancel` reaches that leaf (C2).
//! 3. With none or several it is the leaf itself. What was thrown into the task is raised before the foreign
//!    future is polled again; the await then drops it.
//! 4. If a poll ends pending with no leaf below, and a cancellation is undelivered, or was delivered to a
//!    leaf below in this poll or an earlier one, the checkpoint raises: nothing else would end the wait.
//! 5. If the foreign future is ready, and the leaf below that `cancel` reached is gone without having raised,
//!    the checkpoint raises: the cancellation wins over the value (C5).

use std::future::Future as StdFuture;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use pin_project_lite::pin_project;

use crate::coroutine::Frame;
use crate::exception::Exception;
use crate::leaf::raised_here;
use crate::task::{
    AnyTask, CANCEL_BELOW, CANCEL_SENT, CLOSING, MUST_CANCEL, WaitingOn, cancelled_error, current,
    is_tracing, note,
};

/// An await site as a type: `LINE` of the function `Fr`.
#[derive(Debug)]
pub struct At<Fr, const LINE: u32>(PhantomData<Fr>);

/// A place in the source as a type.
pub trait Site {
    /// Notes the place, if the stack is being read.
    fn note(cx: &Context<'_>);
}

impl<Fr: Frame, const LINE: u32> Site for At<Fr, LINE> {
    #[inline]
    fn note(cx: &Context<'_>) {
        note(cx, Fr::CODE, LINE);
    }
}

/// A place inside of the runtime, which stacks do not show.
#[derive(Debug)]
pub struct Nowhere;

impl Site for Nowhere {
    fn note(_cx: &Context<'_>) {}
}

pin_project! {
    /// An awaitable of ours, at `S`.
    pub struct Located<F, S> {
        #[pin]
        future: F,
        site: PhantomData<S>,
    }
}

impl<F, S> Located<F, S> {
    pub(crate) fn new(future: F) -> Self {
        Self { future, site: PhantomData }
    }
}

impl<F: StdFuture, S: Site> StdFuture for Located<F, S> {
    type Output = F::Output;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let polled = self.project().future.poll(cx);
        if polled.is_pending() {
            S::note(cx); // rule 1
        }
        polled
    }
}

/// The output of a foreign future, or what was raised instead.
#[derive(Debug)]
pub struct Foreign<V>(pub Result<V, Exception>);

pin_project! {
    /// A foreign future, at `S`.
    pub struct Checkpoint<F, S> {
        #[pin]
        future: F,
        is_leaf: bool,
        delivered: bool,
        site: PhantomData<S>,
    }
}

impl<F, S> Checkpoint<F, S> {
    pub(crate) fn new(future: F) -> Self {
        Self { future, is_leaf: false, delivered: false, site: PhantomData }
    }
}

impl<F: StdFuture, S: Site> StdFuture for Checkpoint<F, S> {
    type Output = Foreign<F::Output>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if is_tracing(cx) {
            S::note(cx);
            return Poll::Pending; // rule 1
        }
        let this = self.project();
        let Some(task) = current::task() else {
            return Poll::Ready(Foreign(Ok(ready!(this.future.poll(cx)))));
        };
        if *this.is_leaf
            && let Some(error) = task.thrown()
        {
            raised_here(&task);
            return Poll::Ready(Foreign(Err(error))); // rule 3
        }
        let outer = Outer::enter(&task);
        let polled = this.future.poll(cx);
        let below = outer.leave();
        *this.delivered |= below.delivered;
        if let Poll::Ready(value) = polled {
            let lost = task.state.take(CANCEL_SENT).then(|| cancelled_error(None)); // rule 5
            return Poll::Ready(Foreign(lost.map_or(Ok(value), |error| {
                raised_here(&task);
                Err(error)
            })));
        }
        if below.leaves == 0
            && let Some(error) = undelivered(&task, *this.delivered)
        {
            return Poll::Ready(Foreign(Err(error))); // rule 4
        }
        *this.is_leaf = below.suspend(&task);
        Poll::Pending
    }
}

/// What the task had counted when the checkpoint began to poll; put back even if the poll panics.
struct Outer<'a> {
    task: &'a AnyTask,
    leaves: u32,
    delivered: bool,
}

/// What the poll of a checkpoint found below it.
#[derive(Clone, Copy)]
struct Below {
    leaves: u32,
    delivered: bool,
}

impl<'a> Outer<'a> {
    fn enter(task: &'a AnyTask) -> Self {
        let leaves = task.part().leaves.replace(0);
        Self { task, leaves, delivered: task.state.replace(CANCEL_BELOW, false) }
    }

    fn leave(self) -> Below {
        let state = &self.task.state;
        Below { leaves: self.task.part().leaves.get(), delivered: state.has(CANCEL_BELOW) }
    }
}

impl Drop for Outer<'_> {
    fn drop(&mut self) {
        self.task.part().leaves.set(self.leaves);
        if self.delivered {
            self.task.state.set(CANCEL_BELOW); // what was delivered below was delivered here too
        }
    }
}

/// What a checkpoint with no leaf below raises instead of waiting (rule 4).
fn undelivered(task: &AnyTask, delivered: bool) -> Option<Exception> {
    let thrown = if task.state.has(MUST_CANCEL) || task.state.has(CLOSING) {
        task.thrown()
    } else if delivered {
        Some(cancelled_error(task.cancel_message()))
    } else {
        None
    };
    if thrown.is_some() {
        raised_here(task);
    }
    thrown
}

impl Below {
    /// Suspends the task; tells whether the checkpoint is the leaf (rules 2 and 3).
    fn suspend(self, task: &AnyTask) -> bool {
        if self.leaves == 1 {
            let leaves = &task.part().leaves;
            leaves.set(leaves.get() + 1);
            return false;
        }
        task.suspend_on(WaitingOn::Checkpoint);
        true
    }
}
