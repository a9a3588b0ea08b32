//! What happens to exceptions that nobody is there to catch.
//!
//! Rules:
//! 1. Each is described by an [`ExceptionContext`] and given to the loop's handler, or to the default one
//!    if none is set.
//! 2. The default handler writes to stderr what CPython logs: the message, the other keys in alphabetical
//!    order, the traceback.
//! 3. A handler that fails itself is reported by the default handler, with the original context (B13).
//!    `SystemExit` and `KeyboardInterrupt` of a handler are raised on, out of the loop if a callback was
//!    reported; only a destructor has nobody to raise to.

use std::fmt;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use super::handle::Handle;
use super::{EventLoop, LoopCore, running_core};
use crate::exception::{Exception, repr_str};
use crate::task::{AnyFuture, AnyTask, leaves_the_loop};

/// What is known of an exception that nobody caught: the `context` of asyncio's exception handlers.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct ExceptionContext {
    /// What happened.
    pub message: Option<String>,
    /// The exception.
    pub exception: Option<Exception>,
    /// The future it belongs to.
    pub future: Option<AnyFuture>,
    /// The task it belongs to.
    pub task: Option<AnyTask>,
    /// The callback that raised it.
    pub handle: Option<Handle>,
    /// Keys of the user's own.
    pub extra: Vec<(String, String)>,
}

impl ExceptionContext {
    /// A context with a message and nothing else.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: Some(message.into()), ..Self::default() }
    }

    /// A context without even a message.
    #[must_use]
    pub fn empty() -> Self {
        Self::default()
    }

    /// Sets the exception.
    #[must_use]
    pub fn with_exception(mut self, exception: impl Into<Exception>) -> Self {
        self.exception = Some(exception.into());
        self
    }

    /// Adds a key of the user's own.
    #[must_use]
    pub fn with(mut self, key: impl Into<String>, value: impl ToString) -> Self {
        self.extra.push((key.into(), value.to_string()));
        self
    }

    /// The names of the keys that are there, in alphabetical order: `sorted(context)`.
    #[must_use]
    pub fn keys(&self) -> Vec<&str> {
        let standard = [
            ("exception", self.exception.is_some()),
            ("future", self.future.is_some()),
            ("handle", self.handle.is_some()),
            ("message", self.message.is_some()),
            ("task", self.task.is_some()),
        ];
        let standard = standard.into_iter().filter(|(_, there)| *there).map(|(key, _)| key);
        let mut keys: Vec<&str> =
            standard.chain(self.extra.iter().map(|(key, _)| key.as_str())).collect();
        keys.sort_unstable();
        keys
    }
}

impl fmt::Display for ExceptionContext {
    /// What CPython's default handler logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let message = self.message.as_deref().filter(|message| !message.is_empty());
        writeln!(f, "{}", message.unwrap_or("Unhandled exception in event loop"))?;
        for key in self.keys() {
            match key {
                "message" | "exception" => continue,
                "future" => write!(f, "future: {:?}", Shown(&self.future))?,
                "task" => write!(f, "task: {:?}", Shown(&self.task))?,
                "handle" => write!(f, "handle: {:?}", Shown(&self.handle))?,
                own => {
                    let value = self.extra.iter().find(|(key, _)| key == own);
                    write!(f, "{own}: {}", value.map_or("", |(_, value)| value))?;
                }
            }
            writeln!(f)?;
        }
        match &self.exception {
            Some(exception) => f.write_str(&exception.format()),
            None => Ok(()),
        }
    }
}

/// An optional value without the `Some`.
struct Shown<'a, T>(&'a Option<T>);

impl<T: fmt::Debug> fmt::Debug for Shown<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(value) => value.fmt(f),
            None => f.write_str("None"),
        }
    }
}

impl fmt::Debug for ExceptionContext {
    /// As `repr` shows the dict in CPython; the user's own keys as they print.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "{";
        let mut entry = |f: &mut fmt::Formatter<'_>, key: &str, value: fmt::Arguments<'_>| {
            write!(f, "{separator}{}: {value}", repr_str(key))?;
            separator = ", ";
            Ok(())
        };
        if let Some(message) = &self.message {
            entry(f, "message", format_args!("{}", repr_str(message)))?;
        }
        if let Some(exception) = &self.exception {
            entry(f, "exception", format_args!("{exception:?}"))?;
        }
        if let Some(future) = &self.future {
            entry(f, "future", format_args!("{future:?}"))?;
        }
        if let Some(task) = &self.task {
            entry(f, "task", format_args!("{task:?}"))?;
        }
        if let Some(handle) = &self.handle {
            entry(f, "handle", format_args!("{handle:?}"))?;
        }
        for (key, value) in &self.extra {
            entry(f, key, format_args!("{value}"))?;
        }
        f.write_str(if separator == "{" { "{}" } else { "}" })
    }
}

/// A handler that the user set.
pub(crate) type ExceptionHandler =
    Rc<dyn Fn(&EventLoop, &ExceptionContext) -> Result<(), Exception>>;

impl LoopCore {
    /// Gives the context to the handler (rules 1 and 3).
    pub(crate) fn call_exception_handler(
        self: &Rc<Self>,
        context: &ExceptionContext,
    ) -> Result<(), Exception> {
        let handler = self.exception_handler.borrow().clone();
        let Some(handler) = handler else {
            default_exception_handler(context);
            return Ok(());
        };
        let event_loop = EventLoop::from_core(self);
        let call = || handler(&event_loop, context);
        let owner = context
            .task
            .as_ref()
            .or_else(|| context.future.as_ref().and_then(AnyFuture::as_task))
            .map(AnyTask::get_context)
            .or_else(|| context.handle.as_ref().map(Handle::get_context));
        let outcome = catch_unwind(AssertUnwindSafe(|| match &owner {
            Some(owner) => owner.run(call),
            None => call(),
        }));
        match outcome.unwrap_or_else(|panic| Err(Exception::from_panic(panic))) {
            Err(error) if !leaves_the_loop(&error) => {
                let failed = ExceptionContext::new("Unhandled error in exception handler")
                    .with_exception(error)
                    .with("context", format_args!("{context:?}"));
                default_exception_handler(&failed);
                Ok(())
            }
            outcome => outcome,
        }
    }

    /// As [`call_exception_handler`](Self::call_exception_handler), where nobody is there to raise to: in
    /// a destructor.
    pub(crate) fn report(self: &Rc<Self>, context: &ExceptionContext) {
        if let Err(error) = self.call_exception_handler(context) {
            let ignored = ExceptionContext::new("Exception ignored in an exception handler");
            default_exception_handler(&ignored.with_exception(error));
        }
    }
}

/// Reports to the running loop, or by the default handler if none runs, where nobody is there to raise to.
pub(crate) fn report_here(context: &ExceptionContext) {
    match running_core() {
        Ok(core) => core.report(context),
        Err(_) => default_exception_handler(context),
    }
}

/// Writes what CPython logs at level ERROR (rule 2).
pub(crate) fn default_exception_handler(context: &ExceptionContext) {
    // A closed stderr is no reason to fail: the text has nowhere else to go.
    let _ = write!(io::stderr().lock(), "{context}");
}
