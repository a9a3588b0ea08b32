//! How other threads reach a loop and its tasks.
//!
//! Terms: the *inbox* belongs to a loop and takes messages from any thread; the *remote* of a task
//! is what its wakers hold. The loop's *home* is the thread that made it, known by a number that is
//! never used again, so that neither a reused address nor a reused thread can be mistaken for it.
//!
//! Rules:
//! 1. A remote's pointer to its task is read and written on the home thread only. It is nulled when
//!    the task's coroutine is gone, and at the latest when its cell is freed.
//! 2. A wake-up on the home thread goes straight to the ready queue. On another thread it goes to the
//!    inbox, once until the loop has taken it out (rule 4 of `mailbox`).
//! 3. A closed inbox drops what it is sent.

use std::ptr::{self, NonNull};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicPtr, AtomicU64, AtomicUsize, Ordering};
use std::task::Wake;

use super::mailbox::{Alarm, Mailbox, Raised};
use super::raw::{AnyTask, Header};
use crate::event_loop::LoopCore;

thread_local! {
    static HOME: u64 = {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        NEXT.fetch_add(1, Ordering::Relaxed)
    };
}

/// The number of this thread; `None` while the thread ends.
fn this_thread() -> Option<u64> {
    HOME.try_with(|home| *home).ok()
}

/// What another thread sends.
pub(crate) enum Message {
    /// Call this with the loop.
    Call(Box<dyn FnOnce(&Rc<LoopCore>) + Send>),
    /// A waker was woken.
    Wake(Arc<Remote>),
}

/// The mailbox of a loop.
pub(crate) struct Inbox {
    home: u64,
    /// How many handles other threads may hold.
    outside: AtomicUsize,
    mailbox: Mailbox<Message>,
}

impl Inbox {
    /// The inbox of a loop made on this thread.
    pub(crate) fn new() -> Arc<Self> {
        let home = this_thread().unwrap_or(0);
        Arc::new(Self { home, outside: AtomicUsize::new(0), mailbox: Mailbox::new() })
    }

    /// Whether the calling thread is the loop's.
    pub(crate) fn is_home(&self) -> bool {
        this_thread() == Some(self.home)
    }

    /// Puts a message in; false if the loop is closed.
    pub(crate) fn send(&self, message: Message) -> bool {
        self.mailbox.send(message).is_ok() // a refused message is dropped here, outside the lock
    }

    /// Whether there is something to take.
    pub(crate) fn is_filled(&self) -> bool {
        self.mailbox.is_filled()
    }

    /// Takes the messages out, in their order.
    pub(crate) fn take(&self) -> Vec<Message> {
        self.mailbox.take()
    }

    /// Says that the loop is about to sleep; false if there is something to do first.
    pub(crate) fn fall_asleep(&self) -> bool {
        self.mailbox.fall_asleep()
    }

    /// Says that the loop is awake again.
    pub(crate) fn wake_up(&self) {
        self.mailbox.wake_up();
    }

    /// Whether there is no message.
    pub(crate) fn is_empty(&self) -> bool {
        self.mailbox.is_empty()
    }

    /// Whether other threads may hold a handle.
    pub(crate) fn has_outside(&self) -> bool {
        self.outside.load(Ordering::Acquire) > 0
    }

    /// A handle was made that other threads may hold.
    pub(crate) fn one_more_outside(&self) {
        self.outside.fetch_add(1, Ordering::Relaxed);
    }

    /// Such a handle is gone. The last one wakes the loop, so that it can see whether anything else could.
    pub(crate) fn one_less_outside(&self) {
        if self.outside.fetch_sub(1, Ordering::Release) == 1 {
            self.mailbox.nudge();
        }
    }

    /// Sets what wakes the loop's thread.
    pub(crate) fn set_alarm(&self, alarm: Alarm) {
        self.mailbox.set_alarm(alarm);
    }

    /// Drops what is in it and what will come.
    pub(crate) fn close(&self) {
        drop(self.mailbox.close());
    }
}

/// What the wakers of one task hold.
pub(crate) struct Remote {
    inbox: Arc<Inbox>,
    task: AtomicPtr<Header>,
    sent: Raised,
}

impl Remote {
    /// The remote of the task at `task`, which has the same inbox.
    pub(super) fn new(task: *const Header, inbox: Arc<Inbox>) -> Arc<Self> {
        Arc::new(Self { inbox, task: AtomicPtr::new(task.cast_mut()), sent: Raised::new() })
    }

    /// Whether anybody but the task holds it.
    pub(super) fn has_wakers(self: &Arc<Self>) -> bool {
        Arc::strong_count(self) > 1
    }

    /// The task's coroutine is gone: wake-ups have no effect from here on.
    pub(super) fn detach(&self) {
        self.task.store(ptr::null_mut(), Ordering::Relaxed);
    }

    /// The loop has taken the message out.
    pub(crate) fn arrive(&self) {
        self.sent.clear();
        self.schedule();
    }

    /// Wakes the task; on the home thread only.
    fn schedule(&self) {
        debug_assert!(self.inbox.is_home());
        if let Some(task) = NonNull::new(self.task.load(Ordering::Relaxed)) {
            // SAFETY: the pointer is not null, so the task's cell is alive, and this is its thread (rule 1).
            unsafe { AnyTask::from_ptr(task) }.schedule();
        }
    }
}

impl Wake for Remote {
    fn wake(self: Arc<Self>) {
        if self.inbox.is_home() {
            self.schedule();
        } else if self.sent.raise() {
            let inbox = Arc::clone(&self.inbox);
            inbox.send(Message::Wake(self));
        }
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if self.inbox.is_home() {
            self.schedule();
        } else if self.sent.raise() {
            self.inbox.send(Message::Wake(Arc::clone(self)));
        }
    }
}
