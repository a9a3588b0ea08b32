//! What an event loop knows of its asynchronous generators.
//!
//! Rules:
//! 1. A generator becomes known to the loop that runs when one of its methods is called for the first time; to none
//!    if none runs. The loop does not keep it alive.
//! 2. When the last handle of a known generator goes while it is suspended and not closed, a callback is queued that
//!    makes a task of its `aclose`: two iterations later its `finally` runs. That happens once in its life. If the loop
//!    is closed, or none knows it, the body is dropped without `finally`.
//! 3. `shutdown_asyncgens` closes all that are known at the same time, in the order in which they became known (the
//!    order is left to chance in CPython). Those that have ended but are still held count too: gathering takes its
//!    iterations (B76).

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeMap;
use std::future::Future as StdFuture;
use std::rc::{Rc, Weak};

use super::body::{Body, Stage};
use super::yielding::Sent;
use crate::coroutine::{BoxCoroutine, Code, Coroutine};
use crate::event_loop::{EventLoop, ExceptionContext, LoopCore, get_running_loop, running_core};
use crate::exception::Exception;
use crate::gather::gather_exceptions;

/// A generator as a loop sees it.
trait Closable {
    /// `agen.aclose()`.
    fn aclose(self: Rc<Self>) -> BoxCoroutine<'static, ()>;
    /// How it prints.
    fn repr(&self) -> String;
}

/// The generators of one loop.
#[derive(Default)]
pub(crate) struct AsyncGenerators {
    known: RefCell<BTreeMap<u64, Weak<dyn Closable>>>,
    next: Cell<u64>,
}

impl AsyncGenerators {
    fn add(&self, generator: Weak<dyn Closable>) -> u64 {
        let number = self.next.get();
        self.next.set(number + 1);
        self.known.borrow_mut().insert(number, generator);
        number
    }

    fn remove(&self, number: u64) {
        self.known.borrow_mut().remove(&number);
    }

    /// Forgets them all, and gives them in order.
    fn take(&self) -> Vec<Rc<dyn Closable>> {
        self.known.take().values().filter_map(Weak::upgrade).collect()
    }
}

/// Who knows a generator.
struct Known {
    event_loop: Weak<LoopCore>,
    number: u64,
}

/// The object that handles and steps share; its end is that of the generator.
pub(super) struct Owner<T: 'static, S: Sent> {
    body: Rc<Body<T, S>>,
    known: OnceCell<Option<Known>>,
}

impl<T: 'static, S: Sent> Owner<T, S> {
    pub(super) fn new(body: Body<T, S>) -> Rc<Self> {
        Rc::new(Self { body: Rc::new(body), known: OnceCell::new() })
    }

    pub(super) fn body(&self) -> &Body<T, S> {
        &self.body
    }

    /// Makes the generator known (rule 1).
    pub(super) fn make_known(this: &Rc<Self>) {
        this.known.get_or_init(|| {
            let event_loop = running_core().ok()?;
            let generator: Weak<Self> = Rc::downgrade(this);
            let number = event_loop.asyncgens.add(generator);
            Some(Known { event_loop: Rc::downgrade(&event_loop), number })
        });
    }

    /// As `repr` shows it in CPython.
    pub(super) fn repr(&self) -> String {
        format!("<async_generator object {} at {:p}>", self.body.code.name, Rc::as_ptr(&self.body))
    }
}

impl<T: 'static, S: Sent> Closable for Owner<T, S> {
    fn aclose(self: Rc<Self>) -> BoxCoroutine<'static, ()> {
        let (code, future) = super::aclose(self).into_parts();
        Coroutine::new(code, Box::pin(future))
    }

    fn repr(&self) -> String {
        Self::repr(self)
    }
}

/// Rule 2.
impl<T: 'static, S: Sent> Drop for Owner<T, S> {
    fn drop(&mut self) {
        let Some(Some(known)) = self.known.take() else { return };
        let Some(event_loop) = known.event_loop.upgrade() else { return };
        event_loop.asyncgens.remove(known.number);
        let is_due = self.body.stage() == Stage::Suspended && !self.body.is_closed();
        if !is_due || event_loop.is_closed() {
            return;
        }
        // The owner to come is known to nobody: it is closed once.
        let again = Rc::new(Self { body: Rc::clone(&self.body), known: OnceCell::from(None) });
        let close = move || get_running_loop()?.create_task(super::aclose(again)).map(drop);
        // A loop that is not closed takes every callback.
        let _ = EventLoop::from_core(&event_loop).call_soon(close);
    }
}

impl EventLoop {
    /// Closes the asynchronous generators that are suspended, all at the same time: `loop.shutdown_asyncgens()`.
    ///
    /// What they raise is told to the exception handler. `run` and `Runner` do this by themselves.
    ///
    /// # Errors
    /// The await raises `CancelledError` when the task is cancelled, and a `SystemExit` or `KeyboardInterrupt` of the
    /// handler.
    pub fn shutdown_asyncgens(
        &self,
    ) -> Coroutine<impl StdFuture<Output = Result<(), Exception>> + use<>> {
        static CODE: Code = Code { name: "shutdown_asyncgens", file: file!(), line: line!() };
        let core = Rc::clone(self.core());
        Coroutine::new(&CODE, async move {
            let generators = core.asyncgens.take();
            if generators.is_empty() {
                return Ok(());
            }
            let closing = generators.iter().map(|generator| Rc::clone(generator).aclose());
            let results = gather_exceptions(closing).await?;
            for (result, generator) in results.into_iter().zip(generators) {
                if let Err(error) = result
                    && error.is_instance::<Exception>()
                {
                    let generator = generator.repr();
                    let text = "an error occurred during closing of asynchronous generator";
                    let context = ExceptionContext::new(format!("{text} {generator}"))
                        .with_exception(error)
                        .with("asyncgen", generator);
                    core.call_exception_handler(&context)?;
                }
            }
            Ok(())
        })
    }
}
