//! What does a task cost, from its making to its join?

use crate::compare::{Nanoseconds, Question, Stopwatch};
use crate::{form, peer};

/// The rows.
pub const QUESTIONS: &[Question] =
    &[Question { name: "spawn + join, 100k tasks", asyncpy, peer: tokio }];

const TASKS: u32 = 100_000;

fn asyncpy() -> Nanoseconds {
    form::run(coroutine! {
        let time = Stopwatch::start();
        let tasks: Vec<_> = (0..TASKS)
            .map(|i| form::spawn(coroutine! { i }, form::TaskOptions::new()))
            .collect();
        let mut sum = 0;
        for task in tasks {
            sum += u64::from(awaited!(task));
        }
        let time = time.per(TASKS);
        assert_eq!(sum, u64::from(TASKS) * u64::from(TASKS - 1) / 2);
        time
    })
}

fn tokio() -> Nanoseconds {
    peer::run(async {
        let time = Stopwatch::start();
        let tasks: Vec<_> =
            (0..TASKS).map(|i| tokio::task::spawn_local(async move { i })).collect();
        let mut sum = 0;
        for task in tasks {
            sum += u64::from(task.await.expect("no task panics"));
        }
        let time = time.per(TASKS);
        assert_eq!(sum, u64::from(TASKS) * u64::from(TASKS - 1) / 2);
        time
    })
}
