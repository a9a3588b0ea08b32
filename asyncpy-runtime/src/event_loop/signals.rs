//! Ctrl-C, as CPython and `asyncio.run` treat it.
//!
//! Rules:
//! 1. Only a loop that runs on the main thread is interrupted. The handler of the process is installed
//!    when the first such loop runs; while none does, a signal has its default effect.
//! 2. A signal is delivered by the loop, before the next entry of the ready queue.
//! 3. Inside `Runner::run` the first one cancels the main task; `run` raises `KeyboardInterrupt` if the task
//!    ends cancelled by that (C33). A second one, or one when the main task is done, raises it at once (C34).
//! 4. A loop that runs otherwise (`run_forever`) raises `KeyboardInterrupt` at once.

use std::cell::{Cell, RefCell};
use std::io::{self, Read};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

use mio::net::UnixStream;
use mio::{Interest, Registry};
use signal_hook::consts::SIGINT;
use signal_hook::low_level::pipe;

use super::reactor::SIGNAL;
use crate::exception::{Exception, KeyboardInterrupt};
use crate::task::AnyTask;

/// What the signal handler shares with the loop.
struct Shared {
    /// A signal arrived.
    pending: Arc<AtomicBool>,
    /// No loop runs on the main thread.
    idle: Arc<AtomicBool>,
    installed: bool,
}

static SHARED: LazyLock<Shared> = LazyLock::new(|| {
    let pending = Arc::new(AtomicBool::new(false));
    let idle = Arc::new(AtomicBool::new(true));
    let install = || -> io::Result<()> {
        signal_hook::flag::register_conditional_default(SIGINT, Arc::clone(&idle))?;
        signal_hook::flag::register(SIGINT, Arc::clone(&pending))?;
        Ok(())
    };
    let installed = install().is_ok();
    Shared { pending, idle, installed }
});

/// Whether this is the process's main thread.
pub(super) fn is_main_thread() -> bool {
    #[cfg(target_os = "linux")]
    {
        rustix::thread::gettid() == rustix::process::getpid()
    }
    #[cfg(not(target_os = "linux"))]
    {
        std::thread::current().name() == Some("main")
    }
}

/// What the loop does about interrupts.
#[derive(Default)]
pub(crate) struct Interrupts {
    /// Tells of a signal, if this loop is the one to interrupt and the signal has no handler of the program's.
    pending: Cell<Option<&'static AtomicBool>>,
    /// Whether the loop runs where signals arrive.
    active: Cell<bool>,
    /// Whether the signal has a handler of the program's, see `signal_handlers`.
    handled: Cell<bool>,
    /// The main task of `Runner::run`.
    main_task: RefCell<Option<AnyTask>>,
    count: Cell<u32>,
}

impl Interrupts {
    /// The loop begins to run (rule 1).
    pub(super) fn begin(&self) {
        if !cfg!(miri) && is_main_thread() && SHARED.installed {
            self.active.set(true);
            self.look_for_signals();
            SHARED.idle.store(false, Ordering::SeqCst);
        }
    }

    /// The loop ends to run.
    pub(super) fn end(&self) {
        self.pending.set(None);
        if self.active.replace(false) {
            SHARED.idle.store(!self.handled.get(), Ordering::SeqCst);
        }
    }

    /// The program handles the signal itself, or does so no more.
    pub(super) fn set_handled(&self, handled: bool) {
        self.handled.set(handled);
        if SHARED.installed {
            self.look_for_signals();
            SHARED.idle.store(!handled && !self.active.get(), Ordering::SeqCst);
        }
    }

    /// Forgets what arrived, and looks for more if it is to be delivered.
    fn look_for_signals(&self) {
        SHARED.pending.store(false, Ordering::SeqCst);
        let is_ours = self.active.get() && !self.handled.get();
        self.pending.set(is_ours.then_some(&*SHARED.pending));
    }

    /// `Runner::run` begins (rule 3).
    pub(crate) fn begin_main(&self, task: AnyTask) {
        self.main_task.replace(Some(task));
        self.count.set(0);
    }

    /// `Runner::run` ends: tells whether the main task was interrupted.
    pub(crate) fn end_main(&self) -> bool {
        self.main_task.take();
        self.count.replace(0) > 0
    }

    /// Whether a signal waits to be delivered.
    #[inline]
    pub(super) fn is_pending(&self) -> bool {
        self.pending.get().is_some_and(|pending| pending.load(Ordering::SeqCst))
    }

    /// Delivers a signal that arrived (rules 2 to 4).
    #[inline]
    pub(super) fn deliver(&self) -> Result<(), Exception> {
        if self.is_pending() { self.interrupt() } else { Ok(()) }
    }

    #[cold]
    fn interrupt(&self) -> Result<(), Exception> {
        SHARED.pending.store(false, Ordering::SeqCst);
        let main_task = self.main_task.borrow().clone();
        self.count.set(self.count.get() + 1);
        match main_task {
            Some(task) if self.count.get() == 1 && !task.done() => {
                task.cancel();
                Ok(())
            }
            _ => Err(KeyboardInterrupt::new(())),
        }
    }
}

/// The end of a pipe that the signal handler writes to, to wake a sleeping loop.
pub(super) struct Pipe {
    stream: UnixStream,
    id: signal_hook::SigId,
}

impl Pipe {
    /// Registers a pipe with the poll of a loop on the main thread.
    pub(super) fn register(registry: &Registry) -> io::Result<Option<Self>> {
        if cfg!(miri) || !is_main_thread() || !SHARED.installed {
            return Ok(None);
        }
        let (mut stream, writer) = UnixStream::pair()?;
        registry.register(&mut stream, SIGNAL, Interest::READABLE)?;
        let id = pipe::register(SIGINT, std::os::fd::OwnedFd::from(writer))?;
        Ok(Some(Self { stream, id }))
    }

    /// Empties the pipe.
    pub(super) fn drain(&mut self) {
        let mut buffer = [0; 64];
        while matches!(self.stream.read(&mut buffer), Ok(count) if count > 0) {}
    }
}

impl Drop for Pipe {
    fn drop(&mut self) {
        signal_hook::low_level::unregister(self.id);
    }
}
