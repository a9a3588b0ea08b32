//! What happens to exceptions that nobody is there to catch.
//!
//! Rules:
//! 1. Each is described by an [`ExceptionContext`] and given to the loop's handler, or to the default one
//!    if none is set.
//! 2. The default handler writes to stderr what CPython logs: the message, the other keys in alphabetical
//!    order, the traceback.
//! 3. A handler that fails itself is reported by the default handler, with the original context (B13);
//!    `SystemExit` and `KeyboardInterrupt` of a handler are not swallowed by it but reported all the same.

use std::fmt;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use super::handle::Handle;
use super::{EventLoop, LoopCore};
use crate::exception::Exception;
use crate::task::{AnyFuture, AnyTask};

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

    /// The value of a key of the user's own.
    fn value(&self, key: &str) -> String {
        match key {
            "future" => {
                format!("{:?}", self.future.as_ref()).trim_start_matches("Some(").to_owned()
            }
            _ => self
                .extra
                .iter()
                .find(|(name, _)| name == key)
                .map(|(_, value)| value.clone())
                .unwrap_or_default(),
        }
    }
}

impl fmt::Display for ExceptionContext {
    /// What CPython's default handler logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let message = self.message.as_deref().filter(|message| !message.is_empty());
        writeln!(f, "{}", message.unwrap_or("Unhandled exception in event loop"))?;
        for key in self.keys() {
            match key {
                "message" | "exception" => {}
                "future" => writeln!(f, "future: {:?}", Shown(&self.future))?,
                "task" => writeln!(f, "task: {:?}", Shown(&self.task))?,
                "handle" => writeln!(f, "handle: {:?}", Shown(&self.handle))?,
                other => writeln!(f, "{other}: {}", self.value(other))?,
            }
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
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for key in self.keys() {
            match key {
                "message" => map.entry(&key, &Shown(&self.message)),
                "exception" => map.entry(&key, &Shown(&self.exception)),
                "future" => map.entry(&key, &Shown(&self.future)),
                "task" => map.entry(&key, &Shown(&self.task)),
                "handle" => map.entry(&key, &Shown(&self.handle)),
                other => map.entry(&other, &format_args!("{}", self.value(other))),
            };
        }
        map.finish()
    }
}

/// A handler that the user set.
pub(crate) type ExceptionHandler =
    Rc<dyn Fn(&EventLoop, &ExceptionContext) -> Result<(), Exception>>;

impl LoopCore {
    /// Gives the context to the handler (rules 1 and 3).
    pub(crate) fn call_exception_handler(self: &Rc<Self>, context: &ExceptionContext) {
        let handler = self.exception_handler.borrow().clone();
        let Some(handler) = handler else { return default_exception_handler(context) };
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
        if let Err(error) = outcome.unwrap_or_else(|panic| Err(Exception::from_panic(panic))) {
            let failed = ExceptionContext::new("Unhandled error in exception handler")
                .with_exception(error)
                .with("context", format_args!("{context:?}"));
            default_exception_handler(&failed);
        }
    }
}

/// Writes what CPython logs at level ERROR (rule 2).
pub(crate) fn default_exception_handler(context: &ExceptionContext) {
    // A closed stderr is no reason to fail: the text has nowhere else to go.
    let _ = write!(io::stderr().lock(), "{context}");
}
