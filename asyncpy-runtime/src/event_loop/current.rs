//! Which loop runs on this thread, and which one was set for it.
//!
//! Rules:
//! 1. A thread that ends lets go of the loop that was set for it, and its tasks are closed then. So the
//!    thread's other variables are made before that one: they are destroyed after it, where the system
//!    destroys the newest first.
//! 2. Where it does not, or later still, there is neither a running nor a set loop.

use std::cell::RefCell;
use std::rc::Rc;

use super::{EventLoop, LoopCore};
use crate::context::Context;
use crate::exception::{Exception, RuntimeError};

thread_local! {
    static RUNNING: RefCell<Option<Rc<LoopCore>>> = const { RefCell::new(None) };
    static SET: RefCell<Option<EventLoop>> = const { RefCell::new(None) };
}

/// The running loop of this thread.
pub(crate) fn running_core() -> Result<Rc<LoopCore>, Exception> {
    let running = RUNNING.try_with(|running| running.borrow().clone()).ok().flatten();
    running.ok_or_else(|| RuntimeError::new("no running event loop"))
}

/// Sets the running loop and gives the one before.
pub(super) fn replace_running(core: Option<Rc<LoopCore>>) -> Option<Rc<LoopCore>> {
    RUNNING.try_with(|running| running.replace(core)).ok().flatten()
}

/// The loop that runs on this thread: `asyncio.get_running_loop()`.
///
/// # Errors
/// `RuntimeError` if none does.
pub fn get_running_loop() -> Result<EventLoop, Exception> {
    Ok(EventLoop::from_core(&running_core()?))
}

/// The running loop, else the one that was set for this thread; if there is neither, a new one is made
/// and set: `asyncio.get_event_loop()`.
///
/// CPython 3.12 and 3.13 make one on the main thread too, with a `DeprecationWarning`, and raise on other
/// threads; 3.14 always raises.
#[must_use]
pub fn get_event_loop() -> EventLoop {
    if let Ok(running) = get_running_loop() {
        return running;
    }
    let set = SET.try_with(|set| set.borrow().clone()).ok().flatten();
    set.unwrap_or_else(|| {
        let event_loop = new_event_loop();
        set_event_loop(Some(&event_loop));
        event_loop
    })
}

/// Sets the loop of this thread, or none: `asyncio.set_event_loop()`.
pub fn set_event_loop(event_loop: Option<&EventLoop>) {
    drop((running_core(), Context::current())); // rule 1
    let old = SET.try_with(|set| set.replace(event_loop.cloned()));
    drop(old); // outside the borrow: its tasks may be destroyed here
}

/// A new loop: `asyncio.new_event_loop()`.
#[must_use]
pub fn new_event_loop() -> EventLoop {
    EventLoop::new()
}
