//! What does a sleeping task cost, from its making to its join?
//!
//! The delays are random, at most a fifth of a second, and the same for both sides. tokio's timers are rounded
//! to milliseconds, asyncpy's are not.

use std::time::Duration;

use asyncpy_runtime::sleep;
use fastrand::Rng;

use crate::compare::{Nanoseconds, Question, Stopwatch};
use crate::{form, peer};

/// The rows.
pub const QUESTIONS: &[Question] = &[Question { name: "sleep, 100k tasks", asyncpy, peer: tokio }];

const TASKS: u32 = 100_000;

fn delays() -> impl Iterator<Item = Duration> {
    let mut random = Rng::with_seed(1);
    (0..TASKS).map(move |_| Duration::from_micros(random.u64(1000..200_000)))
}

fn asyncpy() -> Nanoseconds {
    form::run(coroutine! {
        let time = Stopwatch::start();
        let task = |delay| coroutine! { awaited!(sleep(delay)) };
        let tasks: Vec<_> =
            delays().map(|delay| form::spawn(task(delay), form::TaskOptions::new())).collect();
        for task in tasks {
            awaited!(task);
        }
        time.per(TASKS)
    })
}

fn tokio() -> Nanoseconds {
    peer::run(async {
        let time = Stopwatch::start();
        let tasks: Vec<_> =
            delays().map(|delay| tokio::task::spawn_local(tokio::time::sleep(delay))).collect();
        for task in tasks {
            task.await.expect("no task panics");
        }
        time.per(TASKS)
    })
}
