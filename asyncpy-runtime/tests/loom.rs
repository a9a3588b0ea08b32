//! Every interleaving of the mailbox, as far as loom's bounds go: `RUSTFLAGS="--cfg loom"`.
//!
//! The numbers in the names are those of the rules in `src/task/mailbox.rs`.

#![cfg(loom)]

/// What the mailbox is made of here.
mod sync {
    pub(super) use loom::sync::atomic::{AtomicBool, Ordering};
    pub(super) use loom::sync::{Mutex, MutexGuard};
    pub(super) use std::sync::PoisonError;
}

#[path = "../src/task/mailbox.rs"]
mod mailbox;

use loom::sync::atomic::{AtomicUsize, Ordering};
use loom::sync::{Arc, Condvar, Mutex};
use loom::thread;

use mailbox::{Mailbox, Raised};

/// Tries the interleavings with at most `preemptions` forced switches of threads: without a bound three
/// threads take hours, and few bugs need more than two.
fn check(preemptions: usize, model: impl Fn() + Send + Sync + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(preemptions);
    builder.check(model);
}

/// What the poll of the operating system does: it sleeps until the alarm rang, once.
#[derive(Default)]
struct Bell {
    rung: Mutex<bool>,
    condition: Condvar,
}

impl Bell {
    fn ring(&self) {
        *self.rung.lock().unwrap() = true;
        self.condition.notify_one();
    }

    fn wait(&self) {
        let mut rung = self.rung.lock().unwrap();
        while !*rung {
            rung = self.condition.wait(rung).unwrap();
        }
        *rung = false;
    }
}

/// A loop's side: takes, and sleeps when there is nothing to take.
struct Owner<M> {
    mailbox: Arc<Mailbox<M>>,
    bell: Arc<Bell>,
}

impl<M: 'static> Owner<M> {
    fn new() -> Self {
        let (mailbox, bell) = (Arc::new(Mailbox::new()), Arc::new(Bell::default()));
        let rings = Arc::clone(&bell);
        mailbox.set_alarm(Box::new(move || rings.ring()));
        Self { mailbox, bell }
    }

    /// At least one message, waited for. A message that is slept through is a deadlock, which loom finds.
    fn next(&self) -> Vec<M> {
        loop {
            let messages = self.mailbox.take();
            if !messages.is_empty() {
                return messages;
            }
            if self.mailbox.fall_asleep() {
                self.bell.wait();
                self.mailbox.wake_up();
            }
        }
    }
}

#[test]
fn rules_1_and_2_every_message_arrives_in_order() {
    check(3, || {
        let owner = Owner::new();
        let senders: Vec<_> = [[1, 2], [11, 12]]
            .into_iter()
            .map(|messages| {
                let mailbox = Arc::clone(&owner.mailbox);
                thread::spawn(move || {
                    for message in messages {
                        mailbox.send(message).unwrap();
                    }
                })
            })
            .collect();
        let mut taken = Vec::new();
        while taken.len() < 4 {
            taken.extend(owner.next());
        }
        for sender in senders {
            sender.join().unwrap();
        }
        let of = |from: i32| taken.iter().copied().filter(move |message| message / 10 == from);
        assert!(of(0).eq([1, 2]) && of(1).eq([11, 12]), "{taken:?}");
    });
}

#[test]
fn rules_1_and_3_what_meets_a_close_is_taken_or_given_back() {
    check(4, || {
        let owner = Owner::new();
        let mailbox = Arc::clone(&owner.mailbox);
        let sender = thread::spawn(move || {
            [mailbox.send(1).is_err(), mailbox.send(2).is_err()]
                .into_iter()
                .filter(|back| *back)
                .count()
        });
        let taken = owner.mailbox.take().len() + owner.mailbox.close().len();
        let given_back = sender.join().unwrap();
        assert_eq!(taken + given_back, 2);
        assert!(owner.mailbox.send(3).is_err());
    });
}

/// Wakers on several threads, each of which writes and wakes; a task that must see what each wrote.
fn wakers(count: usize) {
    let owner = Owner::new();
    let written: Arc<Vec<AtomicUsize>> =
        Arc::new((0..count).map(|_| AtomicUsize::new(0)).collect());
    let raised = Arc::new(Raised::new());
    let threads: Vec<_> = (0..count)
        .map(|index| {
            let (mailbox, raised) = (Arc::clone(&owner.mailbox), Arc::clone(&raised));
            let written = Arc::clone(&written);
            thread::spawn(move || {
                written[index].store(1, Ordering::Relaxed); // all order comes from the wake-up
                if raised.raise() {
                    mailbox.send(()).unwrap();
                }
            })
        })
        .collect();
    // The owner's polls: one per message. If a wake-up is lost it sleeps for ever.
    while !written.iter().all(|one| one.load(Ordering::Relaxed) == 1) {
        for () in owner.next() {
            raised.clear();
        }
    }
    for thread in threads {
        thread.join().unwrap();
    }
}

#[test]
fn rule_4_no_wake_up_of_two_threads_is_lost() {
    check(4, || wakers(2));
}

#[test]
fn rule_4_no_wake_up_of_three_threads_is_lost() {
    check(2, || wakers(3));
}

#[test]
fn rule_4_a_thread_that_wakes_twice() {
    check(4, || {
        let owner = Owner::new();
        let (written, raised) = (Arc::new(AtomicUsize::new(0)), Arc::new(Raised::new()));
        let thread = {
            let (mailbox, written) = (Arc::clone(&owner.mailbox), Arc::clone(&written));
            let raised = Arc::clone(&raised);
            thread::spawn(move || {
                for number in 1..=2 {
                    written.store(number, Ordering::Relaxed);
                    if raised.raise() {
                        mailbox.send(()).unwrap();
                    }
                }
            })
        };
        let mut polls = 0;
        while written.load(Ordering::Relaxed) < 2 {
            for () in owner.next() {
                raised.clear();
                polls += 1;
            }
        }
        assert!(polls <= 2, "a wake-up is sent once until it is taken out");
        thread.join().unwrap();
    });
}
