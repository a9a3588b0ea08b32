//! `loop.add_signal_handler`: signals as callbacks of the loop.
//!
//! Rules:
//! 1. As in CPython only the main thread may add or remove handlers, and a signal has at most one.
//! 2. The system's handler writes a byte to a pipe; a thread reads it and tells the loop, which calls the handler one
//!    iteration after the one that took the message in (B91). Every signal is a call.
//! 3. While a signal has a handler its default effect is off, also when the loop does not run: what comes then is
//!    handled by the next run. Ctrl-C with a handler interrupts nothing.
//! 4. When the handler is removed, or the loop closed, the default effect is back.

use std::any::type_name;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{ErrorKind, Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use signal_hook::consts::{FORBIDDEN, SIGINT};
use signal_hook::low_level::{pipe, unregister};
use signal_hook::{SigId, flag};

use super::handle::{CallbackResult, CallbackSource, Handle};
use super::signals::is_main_thread;
use super::{EventLoop, LoopCore};
use crate::context::{Context, copy_context};
use crate::exception::{Exception, RuntimeError, ValueError};
use crate::task::{Inbox, Message};

/// The largest number that a signal has.
const LAST_SIGNAL: i32 = 64;

/// The handlers of one loop.
#[derive(Default)]
pub(super) struct SignalHandlers {
    handlers: RefCell<BTreeMap<i32, Handler>>,
}

struct Handler {
    function: Rc<dyn Fn() -> Result<(), Exception>>,
    context: Context,
    source: CallbackSource,
    /// Held for its destructor.
    #[expect(dead_code, reason = "dropping it takes the registration back")]
    registration: Registration,
}

/// The system's side of a handler; dropping it takes it back (rule 4).
struct Registration {
    signal: i32,
    id: SigId,
}

impl Drop for Registration {
    fn drop(&mut self) {
        unregister(self.id); // this closes the pipe, which ends the thread
        if self.signal != SIGINT {
            let _ = set_default(self.signal, true); // it was switched before, so it can be
        }
    }
}

/// Switches the default effect of a signal on or off.
fn set_default(signal: i32, on: bool) -> std::io::Result<()> {
    static SWITCHES: Mutex<BTreeMap<i32, Arc<AtomicBool>>> = Mutex::new(BTreeMap::new());
    let mut switches = SWITCHES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(switch) = switches.get(&signal) {
        switch.store(on, Ordering::SeqCst);
        return Ok(());
    }
    let switch = Arc::new(AtomicBool::new(on));
    flag::register_conditional_default(signal, Arc::clone(&switch))?;
    switches.insert(signal, switch);
    Ok(())
}

impl Registration {
    fn new(signal: i32, inbox: &Arc<Inbox>) -> std::io::Result<Self> {
        let (mut reader, writer) = UnixStream::pair()?;
        let inbox = Arc::clone(inbox);
        let tell = move || {
            let mut byte = [0];
            loop {
                match reader.read(&mut byte) {
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    Ok(0) | Err(_) => return,
                    Ok(_) => {
                        let arrived = move |core: &Rc<LoopCore>| core.signal_arrived(signal);
                        inbox.send(Message::Call(Box::new(arrived)));
                    }
                }
            }
        };
        thread::Builder::new().name(format!("asyncpy_signal_{signal}")).spawn(tell)?;
        if signal != SIGINT {
            set_default(signal, false)?;
        }
        let id = pipe::register(signal, OwnedFd::from(writer))?;
        Ok(Self { signal, id })
    }
}

impl SignalHandlers {
    /// Whether a signal may wake the loop.
    pub(super) fn any(&self) -> bool {
        !self.handlers.borrow().is_empty()
    }

    /// The loop is closed. Whether Ctrl-C had a handler.
    pub(super) fn close(&self) -> bool {
        self.handlers.take().contains_key(&SIGINT)
    }
}

impl LoopCore {
    /// A signal was taken in: queues its handler for the next iteration (rule 2).
    fn signal_arrived(self: &Rc<Self>, signal: i32) {
        let handlers = self.signal_handlers.handlers.borrow();
        let Some(Handler { function, context, source, .. }) = handlers.get(&signal) else { return };
        let (function, inside, source) = (Rc::clone(function), context.clone(), *source);
        let core = Rc::downgrade(self);
        let queue = move || {
            if let Some(core) = core.upgrade() {
                let call = Box::new(move || function());
                core.queue_handle(Handle::new(call, inside.into(), source));
            }
            Ok(())
        };
        self.queue_handle(Handle::new(Box::new(queue), context.clone().into(), source));
    }
}

impl EventLoop {
    /// Calls `handler` on the loop when the signal comes, in the place of its default effect:
    /// `loop.add_signal_handler()`. A handler that the signal had is replaced.
    ///
    /// # Errors
    /// `ValueError` if there is no such signal; `RuntimeError` if this is not the main thread, the loop is closed,
    /// or the signal cannot be caught.
    #[track_caller]
    pub fn add_signal_handler<C, R>(&self, signal: i32, handler: C) -> Result<(), Exception>
    where
        C: Fn() -> R + 'static,
        R: CallbackResult,
    {
        let source = CallbackSource::here(type_name::<C>());
        self.core().check_open()?;
        if !is_main_thread() {
            let text = "set_wakeup_fd only works in main thread of the main interpreter";
            return Err(RuntimeError::new(text));
        }
        if !(1..=LAST_SIGNAL).contains(&signal) {
            return Err(ValueError::new(format!("invalid signal number {signal}")));
        }
        let refused = || RuntimeError::new(format!("sig {signal} cannot be caught"));
        if FORBIDDEN.contains(&signal) {
            return Err(refused()); // registering it would panic
        }
        drop(self.take_signal_handler(signal));
        let registered = Registration::new(signal, self.core().inbox());
        let registration = registered.map_err(|_| refused())?;
        if signal == SIGINT {
            self.core().interrupts.set_handled(true);
        }
        let function = Rc::new(move || handler().into_result());
        let handler = Handler { function, context: copy_context(), source, registration };
        self.core().signal_handlers.handlers.borrow_mut().insert(signal, handler);
        Ok(())
    }

    /// Takes the signal's handler away, and tells whether it had one: `loop.remove_signal_handler()`.
    #[expect(clippy::must_use_candidate, reason = "most callers do not care")]
    pub fn remove_signal_handler(&self, signal: i32) -> bool {
        self.take_signal_handler(signal).is_some()
    }

    fn take_signal_handler(&self, signal: i32) -> Option<Handler> {
        let handler = self.core().signal_handlers.handlers.borrow_mut().remove(&signal);
        if handler.is_some() && signal == SIGINT {
            self.core().interrupts.set_handled(false);
        }
        handler
    }

    /// Writes where all tasks stand to stderr whenever the signal comes: the call graphs of
    /// [`format_call_graph`](crate::format_call_graph), innermost tasks first. `SIGUSR1` is the usual one.
    ///
    /// It is a signal handler as any other, so it answers when the loop gets to it; what a loop that is blocked is
    /// doing, [`set_watchdog`](Self::set_watchdog) tells.
    ///
    /// # Errors
    /// As [`add_signal_handler`](Self::add_signal_handler).
    pub fn print_call_graph_on_signal(&self, signal: i32) -> Result<(), Exception> {
        let core = Rc::downgrade(self.core());
        self.add_signal_handler(signal, move || {
            if let Some(core) = core.upgrade() {
                // A closed stderr is no reason to fail: the text has nowhere else to go.
                let _ = writeln!(std::io::stderr().lock(), "{}", core.describe_tasks());
            }
        })
    }
}
