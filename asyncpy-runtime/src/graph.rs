//! Call graphs of tasks: `asyncio.capture_call_graph` and its kin (CPython 3.14).
//!
//! Terms: a task's *call stack* is every await that it stands in; what it is *awaited by* are the tasks that cannot
//! go on before it has ended.
//!
//! Rules:
//! 1. Who awaits a future is read from its callbacks. Futures of the runtime in between (those of `gather`,
//!    `shield`, `wait`) are left out, and the tasks that wait for them are shown; tasks of a group are awaited by
//!    the task that entered it. A task that waits through a combinator of another crate is not found.
//! 2. A task that is met again on the way up, as where tasks wait for each other, is shown without what awaits it.
//! 3. The stack of a running task cannot be read: it has one entry, the place of the call, under the name of the
//!    task's own function.

use std::collections::HashSet;
use std::fmt;
use std::io::{self, Write};
use std::panic::Location;

use crate::event_loop::get_running_loop;
use crate::exception::{Exception, FrameSummary, RuntimeError, repr_str};
use crate::future::Future;
use crate::task::{AnyFuture, AnyTask, Callback, Task, Waiter, current};

/// One await that a task stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct FrameCallGraphEntry {
    /// The function, and the line of the await in it.
    pub frame: FrameSummary,
}

/// A future, where it stands, and what awaits it: `asyncio.FutureCallGraph`.
///
/// `Display` is the text of [`format_call_graph`].
#[derive(Clone)]
#[non_exhaustive]
pub struct FutureCallGraph {
    /// The future or task.
    pub future: AnyFuture,
    /// The awaits that the task stands in, innermost first; none for a future that is no task.
    pub call_stack: Vec<FrameCallGraphEntry>,
    /// What awaits it.
    pub awaited_by: Vec<FutureCallGraph>,
}

/// What a call graph is asked for: a future or task, or `None` for the current task.
pub trait GraphOf {
    /// The future, if one is named.
    fn graph_of(&self) -> Option<AnyFuture>;
}

impl GraphOf for Option<&AnyFuture> {
    fn graph_of(&self) -> Option<AnyFuture> {
        self.cloned()
    }
}

impl GraphOf for &AnyFuture {
    fn graph_of(&self) -> Option<AnyFuture> {
        Some(AnyFuture::clone(self))
    }
}

impl GraphOf for &AnyTask {
    fn graph_of(&self) -> Option<AnyFuture> {
        Some(self.as_future().clone())
    }
}

impl<T: 'static> GraphOf for &Future<T> {
    fn graph_of(&self) -> Option<AnyFuture> {
        Some(AnyFuture::clone(self))
    }
}

impl<T: 'static> GraphOf for &Task<T> {
    fn graph_of(&self) -> Option<AnyFuture> {
        Some(AnyFuture::clone(self))
    }
}

/// Where a future or the current task stands and what awaits it: `asyncio.capture_call_graph()`.
///
/// `None` if no future is named and no task is running.
///
/// # Errors
/// `RuntimeError` if no future is named and no loop runs on this thread.
#[track_caller]
pub fn capture_call_graph(of: impl GraphOf) -> Result<Option<FutureCallGraph>, Exception> {
    let here = Location::caller();
    let future = match of.graph_of() {
        Some(future) => future,
        None if get_running_loop().is_err() => {
            return Err(RuntimeError::new(
                "capture_call_graph() is called outside of a running event loop and no *future* to \
                 introspect was provided",
            ));
        }
        None => match current::task() {
            Some(task) => task.as_future().clone(),
            None => return Ok(None),
        },
    };
    let mut graph = FutureCallGraph::of(&future);
    if let Some(task) = current::task()
        && future.is(&task)
    {
        let name = task.get_coro().name;
        let frame = FrameSummary { filename: here.file(), lineno: here.line(), name };
        graph.call_stack = vec![FrameCallGraphEntry { frame }]; // rule 3
    }
    Ok(Some(graph))
}

/// The call graph as text: `asyncio.format_call_graph()`. Empty if there is none.
///
/// # Errors
/// As [`capture_call_graph`].
#[track_caller]
pub fn format_call_graph(of: impl GraphOf) -> Result<String, Exception> {
    let graph = capture_call_graph(of)?;
    Ok(graph.map(|graph| graph.to_string()).unwrap_or_default())
}

/// Prints the call graph: `asyncio.print_call_graph()`. Nothing if there is none.
///
/// # Errors
/// As [`capture_call_graph`].
///
/// # Examples
/// ```
/// use asyncpy_runtime::{Code, Coroutine, print_call_graph, run};
///
/// static CODE: Code = Code { name: "main", file: file!(), line: line!() };
/// run(Coroutine::new(&CODE, async {
///     print_call_graph(None)
/// }))?;
/// # Ok::<(), asyncpy_runtime::Exception>(())
/// ```
#[track_caller]
pub fn print_call_graph(of: impl GraphOf) -> Result<(), Exception> {
    if let Some(graph) = capture_call_graph(of)? {
        // A closed stdout is no reason to fail: the text has nowhere else to go.
        let _ = writeln!(io::stdout().lock(), "{graph}");
    }
    Ok(())
}

impl FutureCallGraph {
    /// The graph of a future.
    pub(crate) fn of(future: &AnyFuture) -> Self {
        Self::below(future, &mut HashSet::new())
    }

    /// The graph of a future that is not among those on the way to it.
    fn below(future: &AnyFuture, way: &mut HashSet<*const ()>) -> Self {
        let address = future.as_ptr().cast();
        way.insert(address);
        let awaited_by = waiters(future)
            .into_iter()
            .map(|waiter| {
                if way.contains(&waiter.as_ptr().cast()) {
                    let call_stack = call_stack(&waiter);
                    Self { future: waiter, call_stack, awaited_by: Vec::new() } // rule 2
                } else {
                    Self::below(&waiter, way)
                }
            })
            .collect();
        way.remove(&address);
        Self { future: future.clone(), call_stack: call_stack(future), awaited_by }
    }

    /// Keeps at most `limit` entries of each call stack: the innermost if it is positive, the outermost if it is
    /// negative, as the `limit` of CPython's functions.
    #[must_use]
    pub fn limit(mut self, limit: isize) -> Self {
        let count = limit.unsigned_abs().min(self.call_stack.len());
        if limit < 0 {
            self.call_stack.drain(..self.call_stack.len() - count);
        } else {
            self.call_stack.truncate(count);
        }
        self.awaited_by = self.awaited_by.into_iter().map(|graph| graph.limit(limit)).collect();
        self
    }

    /// The lines, without the end of the last one.
    pub(crate) fn write(&self, f: &mut impl fmt::Write, level: usize, ids: bool) -> fmt::Result {
        let indent = "    ".repeat(level);
        let id =
            || if ids { format!("id={:#x}", self.future.as_ptr() as usize) } else { String::new() };
        match self.future.as_task() {
            Some(task) => {
                let separator = if ids { ", " } else { "" };
                let name = repr_str(&task.get_name());
                write!(f, "{indent}* Task(name={name}{separator}{})", id())?;
            }
            None => write!(f, "{indent}* Future({})", id())?,
        }
        if !self.call_stack.is_empty() {
            write!(f, "\n{indent}  + Call stack:")?;
        }
        for FrameCallGraphEntry { frame } in &self.call_stack {
            let FrameSummary { filename, lineno, name } = frame;
            let file = repr_str(filename);
            write!(f, "\n{indent}  |   File {file}, line {lineno}, in async {name}()")?;
        }
        if !self.awaited_by.is_empty() {
            write!(f, "\n{indent}  + Awaited by:")?;
        }
        for graph in &self.awaited_by {
            f.write_char('\n')?;
            graph.write(f, level + 1, ids)?;
        }
        Ok(())
    }
}

impl fmt::Display for FutureCallGraph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, 0, true)
    }
}

impl fmt::Debug for FutureCallGraph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FutureCallGraph")
            .field("future", &self.future)
            .field("call_stack", &self.call_stack)
            .field("awaited_by", &self.awaited_by)
            .finish()
    }
}

/// The call stack, innermost first.
fn call_stack(future: &AnyFuture) -> Vec<FrameCallGraphEntry> {
    let Some(task) = future.as_task().filter(|task| !task.done()) else { return Vec::new() };
    let sites = task.await_chain();
    if sites.is_empty() {
        let code = task.get_coro();
        return vec![FrameCallGraphEntry { frame: FrameSummary::new(code, code.line) }];
    }
    let frames = sites.iter().rev().map(|site| FrameSummary::new(site.code, site.line));
    frames.map(|frame| FrameCallGraphEntry { frame }).collect()
}

/// The tasks that wait for a future (rule 1), each once.
pub(crate) fn waiters(future: &AnyFuture) -> Vec<AnyFuture> {
    let mut found: Vec<AnyFuture> = Vec::new();
    let mut pending = vec![future.clone()];
    while let Some(future) = pending.pop() {
        let callbacks = future.callbacks.take();
        let direct = callbacks.iter().filter_map(|callback| match callback {
            Callback::Waiter(Waiter::Task(task)) => Some(task.as_future().clone()),
            Callback::Internal(callback) => callback.awaited_by(),
            Callback::Waiter(Waiter::Waker(_)) | Callback::User(_) => None,
        });
        let direct: Vec<AnyFuture> = direct.collect();
        future.callbacks.set(callbacks);
        for waiter in direct {
            if waiter.as_task().is_none() {
                pending.push(waiter);
            } else if !found.iter().any(|other| other.is(&waiter)) {
                found.push(waiter);
            }
        }
    }
    found
}
