//! Debug mode: what is reported that would go unnoticed otherwise.

use std::cell::RefCell;
use std::rc::Rc;

use asyncpy::prelude::*;
use asyncpy::{AnyTask, Future};

type Lines = Rc<RefCell<Vec<String>>>;

/// A loop whose exception handler writes message and exception to the list.
fn told(debug: bool) -> (EventLoop, Lines) {
    let event_loop = asyncio::new_event_loop();
    event_loop.set_debug(debug);
    let lines = Lines::default();
    let list = Rc::clone(&lines);
    event_loop.set_exception_handler(move |_, context| {
        let message = context.message.clone().unwrap_or_default();
        let about = context.task.as_ref().map(AnyTask::get_name);
        let exception = context.exception.as_ref().map(ToString::to_string);
        list.borrow_mut().push(
            [Some(message), about, exception].into_iter().flatten().collect::<Vec<_>>().join(": "),
        );
    });
    (event_loop, lines)
}

#[asyncio::coroutine]
async fn swallows() -> u8 {
    attempt! {
        try { asyncio::sleep(3600).await; }
        except CancelledError { }
    }
    7
}

#[asyncio::coroutine]
async fn takes_it_back() -> u8 {
    swallows().await;
    asyncio::current_task()?.expect("inside").uncancel();
    8
}

#[asyncio::coroutine]
async fn raises(text: &'static str) {
    raise!(ValueError(text))
}

#[asyncio::coroutine]
async fn cancels() {
    let swallower = create_task!(swallows(), name = "swallower");
    let honest = create_task!(takes_it_back(), name = "honest");
    asyncio::sleep(0).await;
    swallower.cancel();
    honest.cancel();
    assert_eq!(gather!(swallower, honest).await, (7, 8));
}

#[test]
fn a_swallowed_cancellation_is_reported() {
    let (event_loop, lines) = told(true);
    event_loop.run_until_complete(cancels()).unwrap();
    assert_eq!(*lines.borrow(), ["Task swallowed its cancellation: swallower"]);
    let (event_loop, lines) = told(false);
    event_loop.run_until_complete(cancels()).unwrap();
    assert!(lines.borrow().is_empty(), "as in CPython, unless in debug mode");
}

/// Two tasks that fail, one of which is looked at, and a future that fails; all are held.
fn fail_three(event_loop: &EventLoop) -> (Task<()>, Task<()>, Future<()>) {
    let first = event_loop.create_task(raises("first")).unwrap();
    let seen = event_loop.create_task(raises("seen")).unwrap();
    let future = event_loop.create_future::<()>();
    event_loop.run_until_complete(asyncio::sleep(0)).unwrap();
    future.set_exception(ValueError("third")).unwrap();
    assert!(seen.exception().unwrap().is_some());
    (first, seen, future)
}

#[test]
fn exceptions_that_are_held_are_reported_at_the_loops_close_at_the_latest() {
    let (event_loop, lines) = told(true);
    let held = fail_three(&event_loop);
    assert!(lines.borrow().is_empty());
    event_loop.close().unwrap();
    let reports = [
        "Task exception was never retrieved: first",
        "Future exception was never retrieved: third",
    ];
    assert_eq!(*lines.borrow(), reports);
    drop(held);
    assert_eq!(*lines.borrow(), reports, "once");
}

#[test]
fn dropped_ones_are_reported_at_their_drop_and_not_again() {
    let (event_loop, lines) = told(true);
    let (first, seen, future) = fail_three(&event_loop);
    drop((first, seen));
    assert_eq!(*lines.borrow(), ["Task exception was never retrieved: first"]);
    drop(future.exception());
    event_loop.close().unwrap();
    assert_eq!(lines.borrow().len(), 1);
}

#[test]
fn without_debug_mode_only_the_drop_tells() {
    let (event_loop, lines) = told(false);
    let held = fail_three(&event_loop);
    event_loop.close().unwrap();
    assert!(lines.borrow().is_empty());
    drop(held);
    assert_eq!(lines.borrow().len(), 2);
}
