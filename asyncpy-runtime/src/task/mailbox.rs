//! How threads hand something to the loop's thread: the part of `remote` that is about memory order, and
//! about nothing else, so that loom can try every interleaving of it (`tests/loom.rs`).
//!
//! Rules:
//! 1. What is sent before the mailbox is closed is taken or dropped by the owner, once, in order.
//! 2. A message is put in, and the decision whether the owner must be woken is made, under one lock; so is
//!    the owner's decision to sleep. No message is slept through.
//! 3. A closed mailbox gives back what it is sent.
//! 4. Between [`Raised::clear`] and the next one, one [`Raised::raise`] is told to send; what the others
//!    wrote before theirs is visible to the owner after the clear.
//! 5. After a [`Mailbox::nudge`] the owner does not sleep before it was refused once, or woken.

use super::sync::{AtomicBool, Mutex, MutexGuard, Ordering, PoisonError};

/// Wakes the owner out of its sleep.
pub(crate) type Alarm = Box<dyn Fn() + Send + Sync>;

/// A queue that every thread may send to and one, the owner, takes from.
pub(crate) struct Mailbox<M> {
    /// Whether there may be messages: saves the owner the lock where there are none.
    filled: AtomicBool,
    state: Mutex<State<M>>,
}

struct State<M> {
    messages: Vec<M>,
    alarm: Option<Alarm>,
    asleep: bool,
    /// The owner was told to look around, perhaps since it did so last.
    look_again: bool,
    closed: bool,
}

impl<M> State<M> {
    /// Wakes the owner if it sleeps.
    fn wake(&mut self) {
        if std::mem::take(&mut self.asleep)
            && let Some(alarm) = &self.alarm
        {
            alarm();
        }
    }
}

impl<M> Mailbox<M> {
    pub(crate) fn new() -> Self {
        let state = State {
            messages: Vec::new(),
            alarm: None,
            asleep: false,
            look_again: false,
            closed: false,
        };
        Self { filled: AtomicBool::new(false), state: Mutex::new(state) }
    }

    fn lock(&self) -> MutexGuard<'_, State<M>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a message in.
    ///
    /// # Errors
    /// The message, if the mailbox is closed (rule 3).
    pub(crate) fn send(&self, message: M) -> Result<(), M> {
        let mut state = self.lock();
        if state.closed {
            return Err(message);
        }
        state.messages.push(message);
        self.filled.store(true, Ordering::Release);
        state.wake();
        Ok(())
    }

    /// Makes the owner look around before it sleeps, or wakes it to do so (rule 5).
    pub(crate) fn nudge(&self) {
        let mut state = self.lock();
        state.look_again = true;
        state.wake();
    }

    /// Whether there is nothing to take.
    pub(crate) fn is_empty(&self) -> bool {
        self.lock().messages.is_empty()
    }

    /// Whether there is something to take. A message that is being sent may be missed.
    pub(crate) fn is_filled(&self) -> bool {
        self.filled.load(Ordering::Acquire)
    }

    /// Takes the messages out, in their order.
    pub(crate) fn take(&self) -> Vec<M> {
        if !self.is_filled() {
            return Vec::new();
        }
        let mut state = self.lock();
        self.filled.store(false, Ordering::Release);
        std::mem::take(&mut state.messages)
    }

    /// Says that the owner is about to sleep; false if there is something to take first, or to look at (rules 2
    /// and 5).
    pub(crate) fn fall_asleep(&self) -> bool {
        let mut state = self.lock();
        let look_again = std::mem::take(&mut state.look_again);
        state.asleep = state.messages.is_empty() && !look_again;
        state.asleep
    }

    /// Says that the owner is awake again.
    pub(crate) fn wake_up(&self) {
        self.lock().asleep = false;
    }

    /// Sets what wakes the owner.
    pub(crate) fn set_alarm(&self, alarm: Alarm) {
        self.lock().alarm = Some(alarm);
    }

    /// Closes it and gives what was in it.
    #[must_use]
    pub(crate) fn close(&self) -> Vec<M> {
        let mut state = self.lock();
        state.closed = true;
        let (messages, alarm) = (std::mem::take(&mut state.messages), state.alarm.take());
        drop(state);
        drop(alarm);
        messages
    }
}

/// A wake-up that many threads ask for and that is sent once (rule 4).
pub(crate) struct Raised(AtomicBool);

impl Raised {
    pub(crate) fn new() -> Self {
        Self(AtomicBool::new(false))
    }

    /// Asks; true if the caller is the one to send.
    pub(crate) fn raise(&self) -> bool {
        !self.0.swap(true, Ordering::AcqRel)
    }

    /// The owner has what was sent, and looks at what the askers wrote after this.
    pub(crate) fn clear(&self) {
        // Not a plain store: it must read the last `raise`, to see what that thread wrote before it. A
        // store could also be put off until after the owner's reads, and a `raise` in between be lost.
        self.0.swap(false, Ordering::AcqRel);
    }
}
