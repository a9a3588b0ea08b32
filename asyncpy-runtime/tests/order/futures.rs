//! B15, B19–B22: how futures end and who learns of it.

use asyncpy_runtime::exception::{CancelledError, StopIteration, ValueError};
use asyncpy_runtime::{Exception, Future, create_task, get_running_loop, sleep};

use crate::common::{assert_said, coroutine, error_of, py, run_ok, say, shared, virtual_loop};

#[test]
fn b19_done_callbacks_are_queued_in_order_of_registration() {
    run_ok(coroutine(async {
        let event_loop = get_running_loop()?;
        let future = event_loop.create_future::<i32>();
        for tag in ["a", "b", "c"] {
            future.add_done_callback(move |future| {
                say!("callback {tag} {}", future.result()?);
                Ok::<(), Exception>(())
            });
        }
        event_loop.call_soon(|| say!("queued before set_result"))?;
        future.set_result(1)?;
        say!("set_result returned");
        event_loop.call_soon(|| say!("queued after set_result"))?;
        future.add_done_callback(|_| say!("callback added when done"));
        say!("add_done_callback returned");
        sleep(0).await
    }));
    assert_said([
        "set_result returned",
        "add_done_callback returned",
        "queued before set_result",
        "callback a 1",
        "callback b 1",
        "callback c 1",
        "queued after set_result",
        "callback added when done",
    ]);
}

fn print_done(_: &Future<i32>) {
    say!("called");
}

fn print_other(_: &Future<i32>) {
    say!("called");
}

#[test]
fn b20_states_and_errors() {
    let event_loop = virtual_loop();
    let future = event_loop.create_future::<i32>();
    let name_of = |error: Exception| format!("{} {error}", error.class_name());
    say!("{}", name_of(future.result().unwrap_err()));
    say!("{}", name_of(future.exception().unwrap_err()));
    future.add_done_callback(print_done);
    future.add_done_callback(print_done);
    let removed =
        (future.remove_done_callback(print_done), future.remove_done_callback(print_done));
    say!("{} {} {}", py(future.done()), removed.0, removed.1);
    let cancelled = (future.cancel_with("why"), future.cancel());
    let states = (future.cancelled(), future.done());
    say!("{} {} {} {}", py(cancelled.0), py(cancelled.1), py(states.0), py(states.1));
    say!("{}", name_of(future.result().unwrap_err()));
    say!("{}", name_of(future.exception().unwrap_err()));
    say!("{}", future.set_result(1).unwrap_err().class_name());
    assert_said([
        "InvalidStateError Result is not set.",
        "InvalidStateError Exception is not set.",
        "False 2 0",
        "True False True True",
        "CancelledError why",
        "CancelledError why",
        "InvalidStateError",
    ]);
}

#[test]
fn b20_a_future_ends_once() {
    let event_loop = virtual_loop();
    let future = event_loop.create_future::<i32>();
    future.set_result(1).unwrap();
    assert_eq!(error_of(future.set_result(2)), "invalid state");
    assert_eq!(error_of(future.set_exception(ValueError::new(()))), "invalid state");
    assert!(!future.cancel());
    assert_eq!(future.result().unwrap(), 1);
    assert!(future.exception().unwrap().is_none());
}

#[test]
fn b20_remove_done_callback_knows_functions_apart() {
    let event_loop = virtual_loop();
    let future = event_loop.create_future::<i32>();
    let captured = shared(0);
    let counter = captured.clone();
    future.add_done_callback(print_done);
    future.add_done_callback(move |_| *counter.borrow_mut() += 1);
    future.add_done_callback(print_other);
    assert_eq!(future.remove_done_callback(print_done), 1);
    let counter = captured.clone();
    assert_eq!(future.remove_done_callback(move |_| *counter.borrow_mut() += 1), 0);
    future.set_result(1).unwrap();
    assert_eq!(future.remove_done_callback(print_other), 0, "it is in the ready queue already");
    one_iteration_of(&event_loop);
    assert_eq!(*captured.borrow(), 1);
    assert_said(["called"]);
}

fn one_iteration_of(event_loop: &asyncpy_runtime::EventLoop) {
    crate::common::one_iteration(event_loop);
}

#[test]
fn b20_stop_iteration_cannot_be_set() {
    let event_loop = virtual_loop();
    let future = event_loop.create_future::<i32>();
    future.set_exception(StopIteration::new(())).unwrap();
    let error = future.exception().unwrap().unwrap();
    assert_eq!(
        error.to_string(),
        "StopIteration interacts badly with generators and cannot be raised into a Future"
    );
    assert!(error.cause().unwrap().is_instance::<StopIteration>());
}

#[test]
fn b20_a_cancelled_error_as_exception_does_not_cancel_the_future() {
    // As CPython: fut.set_exception(CancelledError()) is a finished future.
    let event_loop = virtual_loop();
    let future = event_loop.create_future::<i32>();
    future.set_exception(CancelledError::new("set")).unwrap();
    assert!(!future.cancelled());
    assert_eq!(future.exception().unwrap().unwrap().to_string(), "set");
    let task = event_loop.create_task(coroutine(async move { future.await })).unwrap();
    let ended = event_loop.run_until_complete(&task).unwrap_err();
    assert!(ended.is_instance::<CancelledError>());
    assert!(task.cancelled(), "its awaiter is cancelled, though");
}

#[test]
fn b21_the_waiting_task_runs_in_the_next_iteration() {
    run_ok(coroutine(async {
        let event_loop = get_running_loop()?;
        let future = event_loop.create_future::<i32>();
        let awaited = future.clone();
        let waiter = coroutine(async move {
            say!("woke with {}", awaited.await?);
            Ok(())
        });
        drop(create_task(waiter)?);
        sleep(0).await?;
        let again = event_loop.clone();
        event_loop.call_soon(move || {
            say!("next iteration");
            again.call_soon(|| say!("the one after"))
        })?;
        future.set_result(42)?;
        event_loop.call_soon(|| say!("queued after set_result"))?;
        say!("no yield: {}", future.await?);
        sleep(0).await
    }));
    assert_said([
        "no yield: 42",
        "next iteration",
        "woke with 42",
        "queued after set_result",
        "the one after",
    ]);
}

#[test]
fn b22_waiting_tasks_and_callbacks_share_one_order() {
    run_ok(coroutine(async {
        let future = get_running_loop()?.create_future::<()>();
        let waiter = |name: &'static str| {
            let future = future.clone();
            coroutine(async move {
                future.await?;
                say!("{name}");
                Ok(())
            })
        };
        drop(create_task(waiter("task 1"))?);
        sleep(0).await?;
        future.add_done_callback(|_| say!("callback"));
        let last = create_task(waiter("task 2"))?;
        sleep(0).await?;
        future.set_result(())?;
        say!("main");
        last.await
    }));
    assert_said(["main", "task 1", "callback", "task 2"]);
}

#[test]
fn a_result_without_clone_is_moved_out_once() {
    struct Once;
    run_ok(coroutine(async {
        let future = get_running_loop()?.create_future::<Once>();
        future.set_result(Once)?;
        let Once = future.await?;
        let task = create_task(coroutine(async { Ok(Once) }))?;
        let Once = task.await?;
        Ok(())
    }));
}

#[test]
fn a_clone_may_look_at_the_future_again() {
    // The slot is empty while `clone` runs, so that user code finds no half-moved value.
    use std::cell::RefCell;
    use std::rc::Rc;

    struct Curious(Rc<RefCell<Option<Future<Curious>>>>);
    impl Clone for Curious {
        fn clone(&self) -> Self {
            let future = self.0.take();
            if let Some(future) = &future {
                say!("{}", error_of(future.result().map(|_| ())));
            }
            Self(Rc::clone(&self.0))
        }
    }
    let event_loop = virtual_loop();
    let future = event_loop.create_future::<Curious>();
    let place = Rc::new(RefCell::new(None));
    future.set_result(Curious(Rc::clone(&place))).unwrap();
    place.replace(Some(future.clone()));
    drop(future.result().unwrap());
    drop(future.result().unwrap());
    assert_said(["the result was moved out by an await"]);
}
