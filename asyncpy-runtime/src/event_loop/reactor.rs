//! The operating system's side of waiting: one poll that ends at a deadline, at a message from another
//! thread or at a signal.

use std::io;
use std::time::Duration;

use mio::{Events, Poll, Token, Waker};

use super::signals;
use crate::exception::{Exception, OSError};
use crate::task::Inbox;

const MESSAGE: Token = Token(0);
/// The token of the signals' pipe.
pub(super) const SIGNAL: Token = Token(1);

/// The poll of one loop; made when the loop waits for the first time.
pub(super) struct Reactor {
    poll: Poll,
    events: Events,
    signals: Option<signals::Pipe>,
}

fn os_error(error: &io::Error) -> Exception {
    OSError::new(format!("the event loop cannot wait: {error}"))
}

impl Reactor {
    /// A poll that messages to `inbox` wake.
    pub(super) fn new(inbox: &Inbox) -> Result<Self, Exception> {
        let make = || {
            let poll = Poll::new()?;
            let waker = Waker::new(poll.registry(), MESSAGE)?;
            let signals = signals::Pipe::register(poll.registry())?;
            inbox.set_alarm(Box::new(move || {
                // The only failure is a full counter, and then the poll is awake already.
                let _ = waker.wake();
            }));
            Ok(Self { poll, events: Events::with_capacity(64), signals })
        };
        make().map_err(|error| os_error(&error))
    }

    /// Waits until something happens, at most `timeout`.
    pub(super) fn wait(&mut self, timeout: Option<Duration>) -> Result<(), Exception> {
        match self.poll.poll(&mut self.events, timeout) {
            Err(error) if error.kind() != io::ErrorKind::Interrupted => Err(os_error(&error)),
            _ => {
                if let Some(signals) = &mut self.signals {
                    signals.drain();
                }
                Ok(())
            }
        }
    }
}
