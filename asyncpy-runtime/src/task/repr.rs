//! How futures and tasks print, as `repr` shows them in CPython.
//!
//! Results are left out (`<Future finished>`): not every result can be printed.

use std::fmt;

use super::part::WaitingOn;
use super::raw::{AnyFuture, AnyTask};
use super::state::{COROUTINE_GONE, MUST_CANCEL, Stage};
use super::trace;

/// Writes `<Task pending name='Task-1' coro=<main() running at src/main.rs:3>>`.
pub(super) fn write(future: &AnyFuture, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match future.as_task() {
        None => write_future(future, f),
        Some(task) => write_task(task, f),
    }
}

fn stage(future: &AnyFuture) -> &'static str {
    match future.stage() {
        Stage::Pending => "pending",
        Stage::Finished => "finished",
        Stage::Cancelled => "cancelled",
    }
}

fn write_future(future: &AnyFuture, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "<{} {}", future.class_name(), stage(future))?;
    write_error(future, f)?;
    f.write_str(">")
}

fn write_error(future: &AnyFuture, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match future.failure() {
        Some(error) => write!(f, " exception={error:?}"),
        None => Ok(()),
    }
}

fn write_task(task: &AnyTask, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let cancelling = !task.done() && task.state.has(MUST_CANCEL);
    let stage = if cancelling { "cancelling" } else { stage(task) };
    let code = task.part().code;
    write!(f, "<Task {stage} name='{}' coro=<{}()", task.get_name(), code.name)?;
    if task.state.has(COROUTINE_GONE) {
        write!(f, " done, defined at {}:{}>", code.file, code.line)?;
    } else {
        let line = trace::stack(task).first().map_or(code.line, |site| site.line);
        write!(f, " running at {}:{line}>", code.file)?;
    }
    // The one it waits for is written without what that waits for in turn.
    match task.part().waiting_on() {
        WaitingOn::Future(future) if !task.done() => match future.as_task() {
            Some(other) => {
                let name = other.get_name();
                write!(f, " wait_for=<Task {} name='{name}'>", self::stage(other))?;
            }
            None => write!(f, " wait_for=<{} {}>", future.class_name(), self::stage(&future))?,
        },
        WaitingOn::Sleep(_) if !task.done() => f.write_str(" wait_for=<Future pending>")?,
        _ => {}
    }
    write_error(task, f)?;
    f.write_str(">")
}
