//! How other threads reach a loop and its tasks.
//!
//! Terms: the *inbox* belongs to a loop and takes messages from any thread; the *remote* of a task
//! is what its wakers hold. The loop's *home* is the thread that made it, known by a number that is
//! never used again, so that neither a reused address nor a reused thread can be mistaken for it.
//!
//! Rules:
//! 1. A remote's pointer to its task is read and written on the home thread only. It is nulled when
//!    the task's coroutine is gone, which is before the cell is freed.
//! 2. A wake-up on the home thread goes straight to the ready queue. On another thread it goes to the
//!    inbox, once until the loop has taken it out.
//! 3. A message is put in, and the decision whether the loop must be woken is made, under one lock; so
//!    is the decision of the loop to sleep. No wake-up is lost between the two.
//! 4. A closed inbox drops what it is sent.

use std::ptr::{self, NonNull};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Wake;

use super::raw::{AnyTask, Header};

thread_local! {
    static HOME: u64 = {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        NEXT.fetch_add(1, Ordering::Relaxed)
    };
}

/// The number of this thread; `None` while the thread ends.
pub(crate) fn this_thread() -> Option<u64> {
    HOME.try_with(|home| *home).ok()
}

/// What another thread sends.
pub(crate) enum Message {
    /// Call this.
    Call(Box<dyn FnOnce() + Send>),
    /// A waker was woken.
    Wake(Arc<Remote>),
}

/// Wakes the loop's thread out of its poll.
pub(crate) type Alarm = Box<dyn Fn() + Send + Sync>;

/// The mailbox of a loop.
pub(crate) struct Inbox {
    home: u64,
    filled: AtomicBool,
    /// How many handles other threads may hold.
    outside: AtomicUsize,
    state: Mutex<InboxState>,
}

#[derive(Default)]
struct InboxState {
    messages: Vec<Message>,
    alarm: Option<Alarm>,
    asleep: bool,
    /// The last handle went, perhaps since the loop looked whether there was one.
    look_again: bool,
    closed: bool,
}

impl Inbox {
    /// The inbox of a loop made on this thread.
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            home: this_thread().unwrap_or(0),
            filled: AtomicBool::new(false),
            outside: AtomicUsize::new(0),
            state: Mutex::default(),
        })
    }

    /// Whether the calling thread is the loop's.
    pub(crate) fn is_home(&self) -> bool {
        this_thread() == Some(self.home)
    }

    fn lock(&self) -> MutexGuard<'_, InboxState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a message in; false if the loop is closed.
    pub(crate) fn send(&self, message: Message) -> bool {
        let mut state = self.lock();
        if state.closed {
            drop(state); // before the message: its destructor may come here again
            drop(message);
            return false;
        }
        state.messages.push(message);
        self.filled.store(true, Ordering::Release);
        if std::mem::take(&mut state.asleep)
            && let Some(alarm) = &state.alarm
        {
            alarm();
        }
        true
    }

    /// Takes the messages out, in their order.
    pub(crate) fn take(&self) -> Vec<Message> {
        if !self.filled.load(Ordering::Acquire) {
            return Vec::new();
        }
        let mut state = self.lock();
        self.filled.store(false, Ordering::Release);
        std::mem::take(&mut state.messages)
    }

    /// Says that the loop is about to sleep; false if there is something to do first.
    pub(crate) fn fall_asleep(&self) -> bool {
        let mut state = self.lock();
        let look_again = std::mem::take(&mut state.look_again);
        state.asleep = state.messages.is_empty() && !look_again;
        state.asleep
    }

    /// Says that the loop is awake again.
    pub(crate) fn wake_up(&self) {
        self.lock().asleep = false;
    }

    /// Whether there is no message.
    pub(crate) fn is_empty(&self) -> bool {
        self.lock().messages.is_empty()
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
            let mut state = self.lock();
            state.look_again = true;
            if std::mem::take(&mut state.asleep)
                && let Some(alarm) = &state.alarm
            {
                alarm();
            }
        }
    }

    /// Sets what wakes the loop's thread.
    pub(crate) fn set_alarm(&self, alarm: Alarm) {
        self.lock().alarm = Some(alarm);
    }

    /// Drops what is in it and what will come.
    pub(crate) fn close(&self) {
        let mut state = self.lock();
        state.closed = true;
        let messages = std::mem::take(&mut state.messages);
        drop(state);
        drop(messages);
    }
}

/// What the wakers of one task hold.
pub(crate) struct Remote {
    inbox: Arc<Inbox>,
    task: AtomicPtr<Header>,
    sent: AtomicBool,
}

impl Remote {
    /// The remote of the task at `task`, which has the same inbox.
    pub(super) fn new(task: *const Header, inbox: Arc<Inbox>) -> Arc<Self> {
        Arc::new(Self {
            inbox,
            task: AtomicPtr::new(task.cast_mut()),
            sent: AtomicBool::new(false),
        })
    }

    /// Whether anybody but the task holds it.
    pub(super) fn has_wakers(self: &Arc<Self>) -> bool {
        Arc::strong_count(self) > 1
    }

    /// The task's coroutine is gone: wake-ups have no effect from here on.
    pub(super) fn detach(&self) {
        self.task.store(ptr::null_mut(), Ordering::Relaxed);
    }

    /// Wakes the task; on the home thread only.
    pub(crate) fn deliver(&self) {
        debug_assert!(self.inbox.is_home());
        self.sent.store(false, Ordering::Release);
        if let Some(task) = NonNull::new(self.task.load(Ordering::Relaxed)) {
            // SAFETY: the pointer is not null, so the task's cell is alive, and this is its thread (rule 1).
            unsafe { AnyTask::from_ptr(task) }.schedule();
        }
    }
}

impl Wake for Remote {
    fn wake(self: Arc<Self>) {
        if self.inbox.is_home() {
            self.deliver();
        } else if !self.sent.swap(true, Ordering::AcqRel) {
            let inbox = Arc::clone(&self.inbox);
            inbox.send(Message::Wake(self));
        }
    }
}
