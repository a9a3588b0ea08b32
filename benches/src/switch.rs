//! What does it cost to let another task run?

use std::future::Future;

use asyncpy_runtime::sleep;

use crate::compare::{Nanoseconds, Question, Stopwatch};
use crate::{form, peer};

/// The rows: tokio's `yield_now` goes by its driver, the self-waking future does not.
pub const QUESTIONS: &[Question] = &[
    Question {
        name: "switch, 2 tasks : yield_now",
        asyncpy: asyncpy::<2>,
        peer: || tokio::<2, _>(tokio::task::yield_now),
    },
    Question {
        name: "switch, 2 tasks : self-wake",
        asyncpy: asyncpy::<2>,
        peer: || tokio::<2, _>(peer::self_wake),
    },
    Question {
        name: "switch, 100 tasks : yield_now",
        asyncpy: asyncpy::<100>,
        peer: || tokio::<100, _>(tokio::task::yield_now),
    },
    Question {
        name: "switch, 100 tasks : self-wake",
        asyncpy: asyncpy::<100>,
        peer: || tokio::<100, _>(peer::self_wake),
    },
];

const SWITCHES: u32 = 500_000;

fn asyncpy<const TASKS: u32>() -> Nanoseconds {
    form::run(coroutine! {
        let time = Stopwatch::start();
        let task = || coroutine! {
            for _ in 0..SWITCHES / TASKS {
                awaited!(sleep(0));
            }
        };
        let tasks: Vec<_> =
            (0..TASKS).map(|_| form::spawn(task(), form::TaskOptions::new())).collect();
        for task in tasks {
            awaited!(task);
        }
        time.per(SWITCHES)
    })
}

fn tokio<const TASKS: u32, F: Future + 'static>(suspend: fn() -> F) -> Nanoseconds {
    peer::run(async {
        let time = Stopwatch::start();
        let task = || async move {
            for _ in 0..SWITCHES / TASKS {
                suspend().await;
            }
        };
        let tasks: Vec<_> = (0..TASKS).map(|_| tokio::task::spawn_local(task())).collect();
        for task in tasks {
            task.await.expect("no task panics");
        }
        time.per(SWITCHES)
    })
}
