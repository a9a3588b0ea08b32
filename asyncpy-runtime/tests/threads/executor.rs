//! `concurrent`: futures and the pool.

use std::sync::mpsc::channel;
use std::sync::{Arc, Barrier};
use std::thread;

use asyncpy_runtime::concurrent::{self, Future, ThreadPoolExecutor};
use asyncpy_runtime::context_manager::ContextManager;
use asyncpy_runtime::exception::{
    Exception, KeyError, PanicException, RuntimeError, TimeoutError, ValueError,
};

use super::SharedTrace;

fn pool(max_workers: usize) -> ThreadPoolExecutor {
    ThreadPoolExecutor::builder()
        .max_workers(max_workers)
        .thread_name_prefix("pool")
        .build()
        .unwrap()
}

fn thread_name() -> String {
    thread::current().name().unwrap_or_default().to_owned()
}

fn raises() -> Result<u8, Exception> {
    Err(KeyError("k"))
}

#[test]
fn a_future_ends_once() {
    let future = Future::new();
    assert!(!future.done() && !future.running() && !future.cancelled());
    assert!(future.set_running_or_notify_cancel().unwrap());
    assert!(future.running() && !future.cancel());
    assert!(future.set_running_or_notify_cancel().unwrap_err().is_instance::<RuntimeError>());
    future.set_result(7).unwrap();
    assert!(future.done() && !future.running());
    assert_eq!(future.result(None).unwrap(), 7);
    assert!(future.exception(None).unwrap().is_none());
    let refused = future.set_result(8).unwrap_err();
    assert!(refused.is_instance::<concurrent::InvalidStateError>());
    assert!(refused.to_string().starts_with("FINISHED: <Future at 0x"), "{refused}");
    assert!(refused.to_string().ends_with(" state=finished returned i32>"), "{refused}");
}

#[test]
fn a_cancelled_future_raises() {
    let future = Future::<u8>::new();
    assert!(future.cancel() && future.cancel() && future.cancelled() && future.done());
    assert!(!future.set_running_or_notify_cancel().unwrap());
    let error = future.result(None).unwrap_err();
    assert!(error.is_instance::<concurrent::CancelledError>());
    assert!(error.is_instance::<Exception>(), "it is not asyncio's");
    assert!(future.set_result(1).is_err());
}

#[test]
fn a_result_that_does_not_come_is_a_timeout() {
    let future = Future::<u8>::new();
    assert!(future.result(0).unwrap_err().is_instance::<TimeoutError>());
    assert!(future.exception(Some(-1.0)).unwrap_err().is_instance::<TimeoutError>());
}

#[test]
fn a_value_can_be_moved_out() {
    struct NoClone;
    let future = Future::new();
    future.set_result(NoClone).unwrap();
    assert!(future.take(None).is_ok());
    let gone = future.take(None).map(drop).unwrap_err();
    assert!(gone.is_instance::<concurrent::InvalidStateError>());
}

#[test]
fn callbacks_are_called_in_order_and_at_once_when_done() {
    let trace = SharedTrace::default();
    let future = Future::new();
    for name in ["first", "second"] {
        let trace = trace.clone();
        future.add_done_callback(move |future: &Future<u8>| {
            trace.line(format_args!("{name} {}", future.done()));
        });
    }
    future.set_result(1).unwrap();
    let late = trace.clone();
    future.add_done_callback(move |_| late.line("late"));
    trace.assert(&["first true", "second true", "late"]);
}

#[test]
fn a_callback_that_panics_does_not_stop_the_others() {
    let trace = SharedTrace::default();
    let future = Future::new();
    future.add_done_callback(|_: &Future<u8>| -> () { panic!("expected in this test") });
    let line = trace.clone();
    future.add_done_callback(move |_| line.line("called"));
    future.set_result(1).unwrap();
    trace.assert(&["called"]);
}

#[test]
fn what_a_job_raises_is_raised_where_it_is_awaited() {
    let executor = pool(1);
    let raised = executor.submit(raises).unwrap().result(None).unwrap_err();
    assert_eq!(format!("{raised:?}"), "KeyError('k')");
    let panicked = executor.submit(|| -> u8 { panic!("expected in this test") }).unwrap();
    let error = panicked.exception(None).unwrap().unwrap();
    assert!(error.is_instance::<PanicException>());
    assert_eq!(error.to_string(), "expected in this test");
    let value = executor.submit(|| "x".parse::<i32>()).unwrap().result(None).unwrap();
    assert!(value.is_err(), "another error arrives as a value");
    executor.shutdown(true, false);
}

#[test]
fn idle_threads_are_used_again_and_new_ones_made_on_demand() {
    let executor = pool(3);
    let first = executor.submit(thread_name).unwrap().result(None).unwrap();
    assert_eq!(first, "pool_0");
    let together = Arc::new(Barrier::new(3));
    let meet = || {
        let together = Arc::clone(&together);
        executor.submit(move || {
            together.wait();
            thread_name()
        })
    };
    let jobs = [meet().unwrap(), meet().unwrap(), meet().unwrap()];
    let mut names = jobs.map(|job| job.result(None).unwrap());
    names.sort();
    assert_eq!(names, ["pool_0", "pool_1", "pool_2"]);
    executor.shutdown(true, false);
}

#[test]
fn jobs_are_begun_in_order_and_cancelled_ones_are_not() {
    let executor = pool(1);
    let trace = SharedTrace::default();
    let (go, wait) = channel::<()>();
    let blocker = executor.submit(move || wait.recv().is_ok()).unwrap();
    let jobs: Vec<_> = ["a", "b", "c"]
        .into_iter()
        .map(|name| {
            let trace = trace.clone();
            executor.submit(move || trace.line(name)).unwrap()
        })
        .collect();
    assert!(jobs[1].cancel());
    go.send(()).unwrap();
    executor.shutdown(true, false);
    assert!(blocker.result(None).unwrap() && !blocker.cancel());
    trace.assert(&["a", "c"]);
    assert!(jobs[1].result(None).unwrap_err().is_instance::<concurrent::CancelledError>());
}

#[test]
fn shutdown_refuses_and_may_cancel() {
    let executor = pool(1);
    let (begun, has_begun) = channel();
    let (go, wait) = channel::<()>();
    let job = move || begun.send(()).is_ok() && wait.recv().is_ok();
    let running = executor.submit(job).unwrap();
    has_begun.recv().unwrap();
    let waiting = executor.submit(|| ()).unwrap();
    executor.shutdown(false, true);
    assert!(waiting.cancelled());
    let refused = executor.submit(|| ()).unwrap_err();
    assert_eq!(
        format!("{refused:?}"),
        "RuntimeError('cannot schedule new futures after shutdown')"
    );
    go.send(()).unwrap();
    executor.shutdown(true, false);
    assert!(running.result(0).unwrap());
    executor.shutdown(true, false);
}

#[test]
fn a_job_may_shut_its_pool_down() {
    let executor = pool(1);
    let own = executor.clone();
    let job = executor.submit(move || own.shutdown(true, false)).unwrap();
    job.result(None).unwrap();
    executor.shutdown(true, false);
}

#[test]
fn the_last_handle_does_not_wait_and_jobs_are_done() {
    let executor = pool(1);
    let (go, wait) = channel::<()>();
    let job = executor.submit(move || wait.recv().is_ok()).unwrap();
    let next = executor.submit(|| 5).unwrap();
    drop(executor);
    go.send(()).unwrap();
    assert!(job.result(None).unwrap());
    assert_eq!(next.result(None).unwrap(), 5);
}

#[test]
fn the_end_of_a_block_waits() {
    let trace = SharedTrace::default();
    let mut executor = pool(2);
    let inside = executor.__enter__().unwrap();
    let line = trace.clone();
    inside.submit(move || line.line("job")).unwrap();
    executor.__exit__(None).unwrap();
    trace.line("after the block");
    trace.assert(&["job", "after the block"]);
}

#[test]
fn a_pool_has_threads() {
    let refused = ThreadPoolExecutor::builder().max_workers(0).build().unwrap_err();
    assert!(refused.is_instance::<ValueError>());
    assert_eq!(refused.to_string(), "max_workers must be greater than 0");
}
