//! A loop that nothing can wake ends its run, instead of waiting for ever.
//!
//! Terms: what is *outside* are the [`ThreadsafeHandle`](super::ThreadsafeHandle)s of a loop.
//!
//! Rules:
//! 1. A run that waits for the end of a future (`run_until_complete`, `run`) is stuck if nothing is ready, no timer
//!    is set, and nothing else can make something ready: no job of a thread is outstanding, no signal has a handler,
//!    no thread-safe handle exists, no future that a thread may still cancel waits for a coroutine, and no unfinished task's waker is held
//!    by anybody but the task.
//! 2. Then the run raises [`DeadlockError`](enum@DeadlockError), whose text is the call graph of the unfinished tasks. They stay as they
//!    are: `run` cancels them, so that their clean-up runs.
//! 3. A handle or waker counts wherever it is, in the stuck task itself too: the test never accuses the innocent,
//!    and misses some of the guilty.
//! 4. When the last handle goes while the loop sleeps, the loop looks again. A waker that is dropped without being
//!    woken is not noticed.
//! 5. `run_forever` waits for ever, as it says. So does a loop whose detection was turned off. Ctrl-C does not count
//!    as something that may come: a program that only waits for it calls `run_forever`.
//!
//! It costs nothing but when the loop would sleep without a deadline.

use std::cell::Cell;
use std::fmt::{self, Write};
use std::sync::Arc;

use super::LoopCore;
use crate::exception::Exception;
use crate::graph::{FutureCallGraph, waiters};
use crate::task::{AnyFuture, AnyTask, Inbox};

crate::exception! {
    /// The event loop can never wake up again. The text shows where each task stands.
    pub class DeadlockError(crate::exception::RuntimeError) in "asyncpy"
}

/// How many graphs are shown.
const SHOWN: usize = 20;

/// Whether a loop looks for deadlocks.
pub(super) struct Detection {
    /// Whether it is wanted.
    pub(super) is_on: Cell<bool>,
    /// Whether the run is one that waits for a future (rule 1).
    pub(super) until_complete: Cell<bool>,
}

impl Default for Detection {
    fn default() -> Self {
        Self { is_on: Cell::new(true), until_complete: Cell::new(false) }
    }
}

/// What every thread-safe handle holds: an inbox, counted (rule 1).
pub(super) struct Outside {
    pub(super) inbox: Arc<Inbox>,
}

impl Outside {
    pub(super) fn new(inbox: &Arc<Inbox>) -> Self {
        inbox.one_more_outside();
        Self { inbox: Arc::clone(inbox) }
    }
}

impl Clone for Outside {
    fn clone(&self) -> Self {
        Self::new(&self.inbox)
    }
}

impl Drop for Outside {
    fn drop(&mut self) {
        self.inbox.one_less_outside(); // rule 4
    }
}

impl LoopCore {
    /// An error if the loop, which is about to sleep without a deadline, would never wake (rule 1).
    pub(super) fn check_can_wake(&self) -> Result<(), Exception> {
        let detection = &self.detection;
        if !detection.is_on.get() || !detection.until_complete.get() || self.can_be_woken() {
            return Ok(());
        }
        Err(DeadlockError::new(self.describe_deadlock()))
    }

    fn can_be_woken(&self) -> bool {
        // The handles first: what a thread sent before it dropped its handle is in the inbox then.
        self.threads.has_parked()
            || self.inbox().has_outside()
            || self.signal_handlers.any()
            || self.interrupts.is_pending()
            || self.tasks.to_vec().iter().any(AnyTask::has_wakers)
            || !self.inbox().is_empty()
    }

    fn describe_deadlock(&self) -> String {
        let mut text = String::from(
            "the event loop can never wake up again: nothing is ready, and no timer, thread or handle is left that \
             could change that",
        );
        for part in self.graphs_of_tasks(write_stuck) {
            text.push('\n');
            text.push_str(&part);
        }
        text
    }

    /// Where the unfinished tasks stand.
    pub(super) fn describe_tasks(&self) -> String {
        self.graphs_of_tasks(|text, graph| graph.write(text, 0, true)).join("\n")
    }

    fn graphs_of_tasks(
        &self,
        write: fn(&mut String, &FutureCallGraph) -> fmt::Result,
    ) -> Vec<String> {
        let (graphs, more) = graphs(&self.tasks.to_vec());
        let describe = |graph| {
            let mut text = String::new();
            write(&mut text, graph).expect("writing to a String does not fail");
            text
        };
        let mut parts: Vec<String> = graphs.iter().map(describe).collect();
        if more > 0 {
            parts.push(format!("... and {more} more"));
        }
        parts
    }
}

/// The graph of a task that is stuck, and what it waits for.
fn write_stuck(text: &mut String, graph: &FutureCallGraph) -> fmt::Result {
    graph.write(text, 0, false)?;
    if let Some(task) = graph.future.as_task() {
        write!(text, "\n  + Waits for: {}", task.waits_for())?;
    }
    Ok(())
}

/// The graphs of the tasks that wait for no other, and of one task of each circle: every task is in one of them, but
/// for the tasks that are only counted.
fn graphs(tasks: &[AnyTask]) -> (Vec<FutureCallGraph>, usize) {
    let waiters: Vec<Vec<AnyFuture>> = tasks.iter().map(|task| waiters(task)).collect();
    let mut shown: Vec<AnyFuture> = Vec::new();
    let mut graphs = Vec::new();
    for (place, task) in tasks.iter().enumerate() {
        if graphs.len() == SHOWN {
            return (graphs, tasks[place..].iter().filter(|task| !is_in(&shown, task)).count());
        }
        if !is_in(&shown, task) {
            let graph = FutureCallGraph::of(innermost(task, tasks, &waiters));
            note_shown(&graph, &mut shown);
            graphs.push(graph);
        }
    }
    (graphs, 0)
}

/// Follows a task to what it waits for, and on, to a task that waits for none or was met before.
fn innermost<'a>(
    task: &'a AnyTask,
    tasks: &'a [AnyTask],
    waiters: &[Vec<AnyFuture>],
) -> &'a AnyTask {
    let mut met = vec![task.as_future().clone()];
    let mut last = task;
    loop {
        let mut waited_for = tasks.iter().zip(waiters).filter(|(_, waiters)| is_in(waiters, last));
        let Some((next, _)) = waited_for.next() else { return last };
        if is_in(&met, next) {
            return next;
        }
        met.push(next.as_future().clone());
        last = next;
    }
}

fn is_in(list: &[AnyFuture], task: &AnyTask) -> bool {
    list.iter().any(|other| other.is(task))
}

fn note_shown(graph: &FutureCallGraph, shown: &mut Vec<AnyFuture>) {
    shown.push(graph.future.clone());
    for waiter in &graph.awaited_by {
        note_shown(waiter, shown);
    }
}
