//! What is said of a future when its last handle goes.
//!
//! Rules:
//! 1. An exception that nobody looked at is reported (B15).
//! 2. A pending task whose last handle goes is closed, then reported (B16).
//! 3. Both go to the loop's exception handler, once.

use super::raw::AnyFuture;
use super::state::{COROUTINE_GONE, QUIET, Stage, TASK, UNRETRIEVED};
use super::unretrieved;
use crate::event_loop::ExceptionContext;

/// Whether there is something to report.
pub(super) fn is_due(future: &AnyFuture) -> bool {
    future.state.has(UNRETRIEVED) || is_abandoned(future)
}

fn is_abandoned(future: &AnyFuture) -> bool {
    future.state.has(TASK) && !future.state.has(COROUTINE_GONE) && future.stage() == Stage::Pending
}

/// Reports it.
pub(crate) fn now(future: &AnyFuture) {
    if future.take_unretrieved() {
        let mut context = ExceptionContext::new(unretrieved::message(future));
        context.exception = future.error();
        context.future = Some(future.clone());
        future.event_loop.report(&context);
    }
    if is_abandoned(future)
        && let Some(task) = future.as_task()
    {
        let closed = task.close();
        if let Err(error) = closed {
            let mut context = ExceptionContext::new("Exception ignored while closing a coroutine");
            context.exception = Some(error);
            context.task = Some(task.clone());
            task.event_loop.report(&context);
        }
        if !task.state.replace(QUIET, true) {
            let mut context = ExceptionContext::new("Task was destroyed but it is pending!");
            context.task = Some(task.clone());
            task.event_loop.report(&context);
        }
    }
}
