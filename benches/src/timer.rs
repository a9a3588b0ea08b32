//! What does a timer cost that is cancelled before it is due, as most timeouts are?

use std::future::Future;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use asyncpy_runtime::{get_running_loop, sleep};

use crate::compare::{Nanoseconds, Question, Stopwatch};
use crate::{form, peer};

/// The rows.
pub const QUESTIONS: &[Question] = &[
    Question {
        name: "make, then cancel, 100k timers",
        asyncpy: asyncpy_pending,
        peer: tokio_pending,
    },
    Question { name: "make + cancel, in turn", asyncpy: asyncpy_in_turn, peer: tokio_in_turn },
    Question {
        name: "call_later + cancel, in turn : sleep",
        asyncpy: asyncpy_call_later,
        peer: tokio_in_turn,
    },
];

const TIMERS: u32 = 100_000;

/// How many timers are made and cancelled in one step of a task.
const IN_A_STEP: u32 = 10;

/// A delay that never passes, another one each time.
fn delay(i: u32) -> Duration {
    Duration::from_secs(3600) + Duration::from_millis(u64::from(i % 1009))
}

/// Starts the timer of a sleep, which its first poll does.
async fn start(mut sleep: Pin<&mut impl Future>) {
    std::future::poll_fn(|cx| {
        assert!(sleep.as_mut().poll(cx).is_pending());
        Poll::Ready(())
    })
    .await;
}

fn asyncpy_pending() -> Nanoseconds {
    form::run(coroutine! {
        let time = Stopwatch::start();
        let mut timers = Vec::new();
        for i in 0..TIMERS {
            let mut timer = Box::pin(sleep(delay(i)));
            start(timer.as_mut()).await;
            timers.push(timer);
        }
        drop(timers);
        awaited!(sleep(0));
        time.per(TIMERS)
    })
}

fn tokio_pending() -> Nanoseconds {
    peer::run(async {
        let time = Stopwatch::start();
        let mut timers = Vec::new();
        for i in 0..TIMERS {
            let mut timer = Box::pin(tokio::time::sleep(delay(i)));
            start(timer.as_mut()).await;
            timers.push(timer);
        }
        drop(timers);
        peer::self_wake().await;
        time.per(TIMERS)
    })
}

fn asyncpy_in_turn() -> Nanoseconds {
    form::run(coroutine! {
        let time = Stopwatch::start();
        for _ in 0..TIMERS / IN_A_STEP {
            for i in 0..IN_A_STEP {
                start(pin!(sleep(delay(i)))).await;
            }
            awaited!(sleep(0));
        }
        time.per(TIMERS)
    })
}

fn tokio_in_turn() -> Nanoseconds {
    peer::run(async {
        let time = Stopwatch::start();
        for _ in 0..TIMERS / IN_A_STEP {
            for i in 0..IN_A_STEP {
                start(pin!(tokio::time::sleep(delay(i)))).await;
            }
            peer::self_wake().await;
        }
        time.per(TIMERS)
    })
}

fn asyncpy_call_later() -> Nanoseconds {
    form::run(coroutine! {
        let time = Stopwatch::start();
        let event_loop = get_running_loop()?;
        for _ in 0..TIMERS / IN_A_STEP {
            for i in 0..IN_A_STEP {
                event_loop.call_later(delay(i), || ())?.cancel();
            }
            awaited!(sleep(0));
        }
        time.per(TIMERS)
    })
}
