//! `gather!`, `create_task!`, `ensure_future!`, `run!`, `wait!` and its like, `#[main]`, `#[test]`: on a real loop.

#![deny(warnings)]

mod common;

use asyncpy::prelude::*;
use asyncpy_runtime::exception::ValueError;
use asyncpy_runtime::{copy_context, sleep};
use common::Trace;

#[asyncio::coroutine]
async fn job(n: i32) -> i32 {
    sleep(f64::from(n)).await;
    if n == 3 {
        raise!(ValueError("three"))
    }
    n
}

#[asyncio::coroutine]
async fn text(n: i32) -> String {
    job(n).await.to_string()
}

#[asyncpy::test]
async fn gather_forms() {
    assert_eq!(gather!(job(1), text(2)).await, (1, "2".to_owned()));
    assert_eq!(gather!(job(1), text(2),).await.0, 1);
    let () = gather!().await;
    let tasks: Vec<_> = (0..3).map(|n| create_task!(job(n))).collect();
    assert_eq!(gather!(*tasks).await, [0, 1, 2]);
    let many = vec![job(1), job(2)];
    assert_eq!(gather!(job(0), *many, job(4)).await, [0, 1, 2, 4]);
    let (a, b) = gather!(job(1), text(3), return_exceptions = True).await;
    assert_eq!(a.unwrap(), 1);
    assert_eq!(b.unwrap_err().to_string(), "three");
    let results = gather!(*(1..5).map(job), return_exceptions = true).await;
    assert_eq!(results.iter().filter(|result| result.is_err()).count(), 1);
    let results = gather!(job(1), *[job(3)], return_exceptions = True).await;
    assert!(results[1].is_err());
    let error = attempt!(gather!(job(1), job(3), return_exceptions = False).await).unwrap_err();
    assert_eq!(error.to_string(), "three");
}

#[asyncpy::test]
async fn arguments_are_evaluated_once_from_left_to_right() {
    let trace = Trace::default();
    let note = |n: i32| {
        trace.push(n);
        job(n)
    };
    let name = |name: &str| {
        trace.push(name);
        name.to_owned()
    };
    let first = gather!(note(1), note(job(2).await));
    let task = create_task!(note(0), name = name("named"), context = copy_context());
    assert_eq!(trace.take(), ["1", "2", "0", "named"]);
    assert_eq!(task.get_name(), "named");
    assert_eq!(task.await, 0);
    assert_eq!(first.await, (1, 2));
}

#[asyncpy::test]
async fn ensure_future_forms() {
    let future = ensure_future!(job(1));
    let event_loop = asyncpy_runtime::get_running_loop()?;
    let same = ensure_future!(future.clone(), loop = event_loop);
    assert_eq!(same.await, 1);
    assert!(future.done());
}

#[asyncpy::test(virtual_time = false)]
async fn on_the_real_clock() {
    sleep(0).await;
}

#[asyncpy::test]
#[should_panic(expected = "ValueError: three")]
async fn a_test_that_raises_fails() {
    job(3).await;
}

#[test]
fn run_forms() {
    assert_eq!(run!(coroutine! { sleep(0).await; 5 }).unwrap(), 5);
    assert!(run!(coroutine! { raise!(ValueError("run")) }, debug = true).map(|()| ()).is_err());
}

mod programs {
    use super::{ValueError, sleep};
    use asyncpy::prelude::*;

    pub mod coroutine {
        use super::*;

        #[asyncpy::main]
        pub async fn main() {
            sleep(0).await;
        }
    }

    pub mod failing {
        use super::*;

        #[asyncpy::main]
        pub async fn main() {
            sleep(0).await;
            raise!(ValueError("uncaught"))
        }
    }

    pub mod plain {
        use super::*;

        #[asyncpy::main]
        pub fn main() -> Result<(), Exception> {
            let event_loop = asyncpy_runtime::new_event_loop();
            event_loop.run_until_complete(asyncpy::prelude::coroutine! { sleep(0).await; })?;
            Ok(())
        }
    }
}

#[test]
fn main_gives_an_exit_code() {
    let codes = [programs::coroutine::main(), programs::failing::main(), programs::plain::main()];
    assert_eq!(
        codes.map(|code| format!("{code:?}")),
        [0, 1, 0].map(|code| format!("{:?}", std::process::ExitCode::from(code)))
    );
}

#[asyncpy::test]
async fn wait_takes_keywords_and_gives_the_tasks_back() {
    let tasks = [create_task!(job(1)), create_task!(job(5)), create_task!(job(3))];
    let (done, pending) = wait!(&tasks, return_when = asyncio::FIRST_COMPLETED).await;
    assert_eq!((done.len(), pending.len()), (1, 2));
    let (done, pending) = wait!(pending, timeout = 1, return_when = asyncio::FIRST_EXCEPTION).await;
    assert_eq!((done.len(), pending.len()), (0, 2), "the time was over");
    let (done, pending) =
        wait!(pending, return_when = asyncio::FIRST_EXCEPTION, timeout = None).await;
    assert_eq!((done.len(), pending.len()), (1, 1));
    assert!(matches!(done[0].exception(), Ok(Some(_))));
    let (done, pending) = wait!(pending).await;
    assert_eq!((done.len(), pending.len()), (1, 0));
}

#[asyncpy::test]
async fn wait_for_with_and_without_the_keyword() {
    assert_eq!(wait_for!(job(1), timeout = 2).await, 1);
    assert_eq!(wait_for!(create_task!(job(1)), None).await, 1);
    let late = attempt!(wait_for!(job(job(2).await), job(1).await).await).unwrap_err();
    assert!(late.is_instance::<TimeoutError>());
}

#[asyncpy::test]
async fn as_completed_in_both_ways() {
    let mut seen = Vec::new();
    for next in as_completed!([2, 0, 1].map(job)) {
        seen.push(next.await);
    }
    assert_eq!(seen, [0, 1, 2]);
    let tasks = [1, 4].map(|n| create_task!(job(n)));
    let mut seen = Vec::new();
    let error = attempt! {
        try {
            async_for! { task in as_completed!(&tasks, timeout = 2) { seen.push(task.await); } }
            None
        } except TimeoutError as e { Some(e) }
    };
    assert!(error.is_some());
    assert_eq!(seen, [1]);
}

#[asyncpy::test]
async fn timeout_and_shield() {
    let mut expired = Vec::new();
    for deadline in [Some(1.0), None] {
        async_with! { timeout!(deadline) as timeout {
            attempt! { try { job(2).await; } except CancelledError {} }
            expired.push(timeout.expired());
        } }
    }
    async_with! { timeout!(delay = 5) as timeout { expired.push(timeout.expired()); } }
    assert_eq!(expired, [true, false, false]);

    let inner = create_task!(job(2));
    let outer = shield!(&inner);
    outer.cancel();
    assert!(attempt!(outer.await).is_err());
    assert_eq!(inner.await, 2);
    assert_eq!(shield!(job(1)).await, 1);
}
