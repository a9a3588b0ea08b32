//! Callbacks that the loop calls: `asyncio.Handle` and `asyncio.TimerHandle`.
//!
//! Rules:
//! 1. A handle runs once, inside its own context (B17). Cancelled before its turn it does nothing (B8).
//! 2. An exception of the callback goes to the loop's exception handler and the batch goes on (B12);
//!    `SystemExit` and `KeyboardInterrupt` leave the loop (B14).
//! 3. `cancelled()` tells whether `cancel` was called, not whether it had an effect (B8).

use std::cell::Cell;
use std::fmt;
use std::panic::{AssertUnwindSafe, Location, catch_unwind};
use std::rc::{Rc, Weak};

use super::LoopCore;
use super::exception_handler::ExceptionContext;
use crate::context::{Context, LazyContext};
use crate::exception::Exception;
use crate::task::leaves_the_loop;

/// What a callback may give: nothing, or a `Result` whose exception the loop reports.
#[diagnostic::on_unimplemented(
    message = "a callback gives `()` or `Result<_, Exception>`, not `{Self}`",
    label = "this callback's value would be lost",
    note = "end the closure with `;`, or make it a `Result`"
)]
pub trait CallbackResult {
    /// The exception to report, if any.
    fn into_result(self) -> Result<(), Exception>;
}

impl CallbackResult for () {
    fn into_result(self) -> Result<(), Exception> {
        Ok(())
    }
}

impl CallbackResult for bool {
    fn into_result(self) -> Result<(), Exception> {
        Ok(())
    }
}

impl<T> CallbackResult for Result<T, Exception> {
    fn into_result(self) -> Result<(), Exception> {
        self.map(drop)
    }
}

/// What a callback is called in messages: its function and where it was scheduled.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CallbackSource {
    type_name: &'static str,
    location: &'static Location<'static>,
}

impl CallbackSource {
    /// A callback of the type `type_name`, scheduled at the caller's caller.
    #[track_caller]
    pub(crate) fn here(type_name: &'static str) -> Self {
        Self { type_name, location: Location::caller() }
    }
}

impl fmt::Display for CallbackSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.type_name.split('<').next().unwrap_or_default();
        let name = path.rsplit("::").next().unwrap_or_default();
        let name = if name == "{{closure}}" { "<lambda>" } else { name };
        write!(f, "{name}() at {}:{}", self.location.file(), self.location.line())
    }
}

type Function = Box<dyn FnOnce() -> Result<(), Exception>>;

struct Inner {
    function: Cell<Option<Function>>,
    context: LazyContext,
    source: CallbackSource,
    cancelled: Cell<bool>,
    /// The loop whose heap holds the timer, until it leaves the heap or is cancelled.
    timer_of: Cell<Option<Weak<LoopCore>>>,
}

/// A callback that was given to the loop: `asyncio.Handle`.
#[derive(Clone)]
pub struct Handle {
    inner: Rc<Inner>,
}

impl Handle {
    pub(crate) fn new(function: Function, context: LazyContext, source: CallbackSource) -> Self {
        Self::make(function, context, source, None)
    }

    fn make(
        function: Function,
        context: LazyContext,
        source: CallbackSource,
        timer_of: Option<Weak<LoopCore>>,
    ) -> Self {
        Self {
            inner: Rc::new(Inner {
                function: Cell::new(Some(function)),
                context,
                source,
                cancelled: Cell::new(false),
                timer_of: Cell::new(timer_of),
            }),
        }
    }

    /// Prevents the callback from being called: `Handle.cancel()`. Harmless when it ran already.
    pub fn cancel(&self) {
        if self.inner.cancelled.replace(true) {
            return;
        }
        let function = self.inner.function.take();
        let timer_of = self.inner.timer_of.take();
        if let Some(event_loop) = timer_of.and_then(|timer_of| timer_of.upgrade()) {
            event_loop.timer_cancelled();
        }
        drop(function); // last: the destructors of captures may come here again
    }

    /// Whether [`cancel`](Self::cancel) was called: `Handle.cancelled()`.
    #[must_use]
    pub fn cancelled(&self) -> bool {
        self.inner.cancelled.get()
    }

    /// The context that the callback runs in: `Handle.get_context()`.
    #[must_use]
    pub fn get_context(&self) -> Context {
        self.inner.context.get().clone()
    }

    /// The timer left the heap.
    pub(crate) fn timer_gone(&self) {
        self.inner.timer_of.take();
    }

    /// The callback will never run: the loop is closed. What it holds is let go, as it may hold the handle.
    pub(super) fn give_up(&self) {
        let function = self.inner.function.take();
        drop(function);
    }

    /// The handle's turn (rules 1 and 2). An error is to leave the loop.
    pub(super) fn run(&self, event_loop: &Rc<LoopCore>) -> Result<(), Exception> {
        let Some(function) = self.inner.function.take() else { return Ok(()) };
        let outcome = self.inner.context.run(|| catch_unwind(AssertUnwindSafe(function)));
        match outcome.unwrap_or_else(|panic| Err(Exception::from_panic(panic))) {
            Ok(()) => Ok(()),
            Err(error) if leaves_the_loop(&error) => Err(error),
            Err(error) => {
                let message = format!("Exception in callback {}", self.inner.source);
                let mut context = ExceptionContext::new(message);
                context.exception = Some(error);
                context.handle = Some(self.clone());
                event_loop.call_exception_handler(&context)
            }
        }
    }
}

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cancelled = if self.cancelled() { " cancelled" } else { "" };
        write!(f, "<Handle{cancelled} {}>", self.inner.source)
    }
}

/// A callback with a deadline: `asyncio.TimerHandle`. It is a [`Handle`] and has its methods too.
#[derive(Clone)]
pub struct TimerHandle {
    handle: Handle,
    when: f64,
}

impl TimerHandle {
    pub(super) fn new(
        event_loop: &Rc<LoopCore>,
        when: f64,
        function: Function,
        context: LazyContext,
        source: CallbackSource,
    ) -> Self {
        let timer_of = Some(Rc::downgrade(event_loop));
        Self { handle: Handle::make(function, context, source, timer_of), when }
    }

    /// The deadline in seconds of the loop's clock: `TimerHandle.when()`.
    #[must_use]
    pub fn when(&self) -> f64 {
        self.when
    }
}

impl std::ops::Deref for TimerHandle {
    type Target = Handle;

    fn deref(&self) -> &Handle {
        &self.handle
    }
}

impl fmt::Debug for TimerHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cancelled = if self.cancelled() { " cancelled" } else { "" };
        write!(f, "<TimerHandle{cancelled} when={} {}>", self.when, self.handle.inner.source)
    }
}
