//! Which loop runs on this thread, and which one was set for it.

use std::cell::RefCell;
use std::rc::Rc;

use super::{EventLoop, LoopCore};
use crate::exception::{Exception, RuntimeError};

thread_local! {
    static RUNNING: RefCell<Option<Rc<LoopCore>>> = const { RefCell::new(None) };
    static SET: RefCell<Option<EventLoop>> = const { RefCell::new(None) };
}

/// The running loop of this thread.
pub(crate) fn running_core() -> Result<Rc<LoopCore>, Exception> {
    RUNNING.with_borrow(Option::clone).ok_or_else(|| RuntimeError::new("no running event loop"))
}

/// Sets the running loop and gives the one before.
pub(super) fn replace_running(core: Option<Rc<LoopCore>>) -> Option<Rc<LoopCore>> {
    RUNNING.with_borrow_mut(|running| std::mem::replace(running, core))
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
    let set = SET.with_borrow(Option::clone);
    set.unwrap_or_else(|| {
        let event_loop = new_event_loop();
        set_event_loop(Some(&event_loop));
        event_loop
    })
}

/// Sets the loop of this thread, or none: `asyncio.set_event_loop()`.
pub fn set_event_loop(event_loop: Option<&EventLoop>) {
    let old = SET.with_borrow_mut(|set| std::mem::replace(set, event_loop.cloned()));
    drop(old); // outside the borrow: its tasks may be destroyed here
}

/// A new loop: `asyncio.new_event_loop()`.
#[must_use]
pub fn new_event_loop() -> EventLoop {
    EventLoop::new()
}
