//! What does it cost to run many coroutines side by side and take their results?
//!
//! `gather` gives them in the order of the arguments, `JoinSet` in the order of their ends.

use asyncpy_runtime::gather;
use tokio::task::JoinSet;

use crate::compare::{Nanoseconds, Question, Stopwatch};
use crate::{form, peer};

/// The rows.
pub const QUESTIONS: &[Question] =
    &[Question { name: "gather, 100k : JoinSet", asyncpy, peer: tokio }];

const TASKS: u32 = 100_000;

fn asyncpy() -> Nanoseconds {
    form::run(coroutine! {
        let time = Stopwatch::start();
        let results = awaited!(gather((0..TASKS).map(|i| coroutine! { i })));
        let time = time.per(TASKS);
        assert_eq!(results.len(), TASKS as usize);
        time
    })
}

fn tokio() -> Nanoseconds {
    peer::run(async {
        let time = Stopwatch::start();
        let mut tasks = JoinSet::new();
        for i in 0..TASKS {
            tasks.spawn_local(async move { i });
        }
        let mut results = Vec::new();
        while let Some(result) = tasks.join_next().await {
            results.push(result.expect("no task panics"));
        }
        let time = time.per(TASKS);
        assert_eq!(results.len(), TASKS as usize);
        time
    })
}
