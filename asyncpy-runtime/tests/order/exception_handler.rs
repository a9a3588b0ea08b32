//! B12, B13, B15, B16: exceptions that nobody is there to catch.

use asyncpy_runtime::exception::{KeyError, RuntimeError, SystemExit, ValueError};
use asyncpy_runtime::{
    EventLoop, Exception, ExceptionContext, all_tasks, create_task, get_running_loop, sleep,
};

use crate::common::{
    Watchdog, assert_said, coroutine, one_iteration, py, run_ok, said, say, virtual_loop,
};

/// Prints what the handlers of the recorded programs print.
fn show(_: &EventLoop, context: &ExceptionContext) {
    let message = context.message.as_deref().unwrap_or_default();
    let message = message.split(" at ").next().unwrap_or_default();
    let exception = context.exception.as_ref().map(|error| format!(" {error:?}"));
    say!("{message}{} {:?}", exception.unwrap_or_default(), context.keys());
}

fn boom() -> Result<(), Exception> {
    Err(ValueError::new("boom"))
}

#[test]
fn b12_an_exception_in_a_callback_goes_to_the_handler() {
    run_ok(coroutine(async {
        let event_loop = get_running_loop()?;
        event_loop.set_exception_handler(show);
        event_loop.call_soon(boom)?;
        event_loop.call_later(0, boom)?;
        event_loop.call_soon(|| say!("next callback"))?;
        sleep(0.001).await
    }));
    let reported = "Exception in callback boom() ValueError('boom') \
                    [\"exception\", \"handle\", \"message\"]";
    assert_said([reported, "next callback", reported]);
}

#[test]
fn b12_the_message_names_the_caller_of_call_soon() {
    let event_loop = virtual_loop();
    event_loop.set_exception_handler(|_, context| say!("{}", context.message.clone().unwrap()));
    let line = line!() + 1;
    event_loop.call_soon(boom).unwrap();
    event_loop.call_soon(|| boom().map(drop)).unwrap();
    one_iteration(&event_loop);
    let file = file!();
    assert_eq!(
        said(),
        [
            format!("Exception in callback boom() at {file}:{line}"),
            format!("Exception in callback <lambda>() at {file}:{}", line + 1),
        ]
    );
}

#[test]
fn b12_a_panic_of_a_callback_is_reported_and_the_batch_goes_on() {
    let event_loop = virtual_loop();
    event_loop.set_exception_handler(|_, context| {
        say!("{}", context.exception.as_ref().unwrap().class_name());
    });
    event_loop.call_soon(|| -> () { panic!("a bug") }).unwrap();
    event_loop.call_soon(|| say!("next callback")).unwrap();
    one_iteration(&event_loop);
    assert_said(["PanicException", "next callback"]);
}

#[test]
fn b13_what_the_default_handler_writes() {
    let plain = ExceptionContext::new("plain").with("zone", 7);
    assert_eq!(plain.to_string(), "plain\nzone: 7\n");
    let without = ExceptionContext::empty().with_exception(ValueError::new("no message"));
    assert_eq!(without.to_string(), "Unhandled exception in event loop\nValueError: no message\n");
}

/// Runs the test `name` of this file in a process of its own and gives what it wrote to stderr.
fn stderr_of(name: &str) -> String {
    let path = std::env::current_exe().expect("the path of this test");
    let output = std::process::Command::new(path)
        .args([&format!("exception_handler::{name}"), "--exact", "--ignored", "--nocapture"])
        .output()
        .expect("the test can be run");
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stderr).expect("text")
}

#[test]
#[cfg_attr(miri, ignore = "starts a process")]
fn b13_a_handler_that_fails_is_reported_by_the_default_one() {
    let stderr = stderr_of("b13_in_a_process_of_its_own");
    let lines: Vec<&str> = stderr.lines().collect();
    assert_eq!(
        lines,
        [
            "Unhandled error in exception handler",
            "context: {'message': 'lost'}",
            "RuntimeError: handler bug",
        ]
    );
}

#[test]
#[ignore = "run by the test above"]
fn b13_in_a_process_of_its_own() {
    run_ok(coroutine(async {
        let event_loop = get_running_loop()?;
        event_loop.set_exception_handler(|_, _| Err::<(), _>(RuntimeError::new("handler bug")));
        event_loop.call_exception_handler(&ExceptionContext::new("lost"))?;
        event_loop.reset_exception_handler();
        Ok(())
    }));
}

#[test]
fn b13_system_exit_of_a_handler_leaves_the_loop() {
    // CPython: a handler's SystemExit and KeyboardInterrupt are raised on, out of the callback.
    let event_loop = virtual_loop();
    event_loop.set_exception_handler(|_, _| Err::<(), _>(SystemExit::new(4)));
    event_loop.call_soon(boom).unwrap();
    event_loop.call_soon(|| say!("still queued")).unwrap();
    let escaped = event_loop.run_forever().unwrap_err();
    say!("{escaped:?}");
    event_loop.reset_exception_handler();
    one_iteration(&event_loop);
    assert_said(["SystemExit(4)", "still queued"]);
}

#[test]
fn b15_an_exception_that_nobody_looked_at() {
    run_ok(coroutine(async {
        let event_loop = get_running_loop()?;
        event_loop.set_exception_handler(show);
        let task = create_task(coroutine(async { Err::<(), _>(ValueError::new("lost")) }))?;
        sleep(0).await?;
        say!("done {}", py(task.done()));
        drop(task);
        let future = event_loop.create_future::<()>();
        future.set_exception(KeyError::new("k"))?;
        drop(future);
        Ok(())
    }));
    assert_said([
        "done True",
        "Task exception was never retrieved ValueError('lost') [\"exception\", \"future\", \"message\"]",
        "Future exception was never retrieved KeyError('k') [\"exception\", \"future\", \"message\"]",
    ]);
}

#[test]
fn b15_looking_at_it_in_any_way_is_enough() {
    run_ok(coroutine(async {
        let event_loop = get_running_loop()?;
        event_loop.set_exception_handler(show);
        let failed = || {
            let future = event_loop.create_future::<()>();
            future.set_exception(KeyError::new("k")).map(|()| future)
        };
        let _error = failed()?.result();
        let _error = failed()?.exception();
        let _error = failed()?.await;
        failed()?.cancel(); // CPython's cancel() of a done future counts, too
        Ok(())
    }));
    assert_said([]);
}

#[test]
fn b16_a_pending_task_at_the_end_of_its_loop() {
    let _watchdog = Watchdog::new();
    let event_loop = virtual_loop();
    event_loop.set_exception_handler(show);
    let inner = event_loop.clone();
    let main = coroutine(async move {
        let never = inner.create_future::<()>();
        drop(create_task(coroutine(async move {
            let outcome = never.await;
            say!("finally");
            outcome
        }))?);
        sleep(0).await?;
        say!("tasks left {}", all_tasks()?.len());
        Ok(())
    });
    event_loop.run_until_complete(main).unwrap();
    event_loop.close().unwrap();
    assert_said([
        "tasks left 2",
        "finally",
        "Task was destroyed but it is pending! [\"message\", \"task\"]",
    ]);
}

#[test]
fn b16_a_task_that_never_started_never_runs() {
    let event_loop = virtual_loop();
    event_loop.set_exception_handler(show);
    drop(event_loop.create_task(coroutine(async {
        say!("never");
        Ok(())
    })));
    event_loop.close().unwrap();
    assert_said(["Task was destroyed but it is pending! [\"message\", \"task\"]"]);
}

#[test]
fn b16_the_loop_owns_its_tasks() {
    // CPython's loop does not, and may lose a task that nobody holds.
    run_ok(coroutine(async {
        drop(create_task(coroutine(async {
            sleep(5).await?;
            say!("still there");
            Ok(())
        }))?);
        sleep(10).await
    }));
    assert_said(["still there"]);
}

#[test]
fn b16_the_task_that_run_until_complete_made_is_not_reported() {
    // The loop was stopped: CPython's run_until_complete says so itself.
    let event_loop = virtual_loop();
    event_loop.set_exception_handler(show);
    let stopper = event_loop.clone();
    event_loop.call_soon(move || stopper.stop()).unwrap();
    let outcome = event_loop.run_until_complete(sleep(1));
    say!("{}", outcome.unwrap_err());
    event_loop.close().unwrap();
    assert_said(["Event loop stopped before Future completed."]);
}

#[test]
fn b16_the_children_that_gather_made_are_not_reported() {
    // CPython clears their log_destroy_pending.
    let event_loop = virtual_loop();
    event_loop.set_exception_handler(show);
    let stopper = event_loop.clone();
    let main = coroutine(async move {
        stopper.call_later(0.5, {
            let stopper = stopper.clone();
            move || stopper.stop()
        })?;
        asyncpy_runtime::gather([sleep(1), sleep(2)]).await
    });
    say!("{}", event_loop.run_until_complete(main).unwrap_err());
    event_loop.close().unwrap();
    assert_said(["Event loop stopped before Future completed."]);
}

#[test]
fn b16_a_coroutine_that_awaits_while_it_is_closed() {
    let event_loop = virtual_loop();
    event_loop.set_exception_handler(show);
    drop(event_loop.create_task(coroutine(async {
        let _closed = sleep(1).await;
        sleep(1).await
    })));
    one_iteration(&event_loop);
    event_loop.close().unwrap();
    assert_said([
        "Exception ignored while closing a coroutine \
         RuntimeError('coroutine ignored GeneratorExit') [\"exception\", \"message\", \"task\"]",
        "Task was destroyed but it is pending! [\"message\", \"task\"]",
    ]);
}

#[test]
fn b16_a_thread_that_ends_destroys_the_tasks_of_its_loop() {
    // As CPython at the end of the process. The thread's other variables may be gone already.
    let (sender, reports) = std::sync::mpsc::channel();
    let thread = std::thread::spawn(move || {
        asyncpy_runtime::set_event_loop(Some(&virtual_loop()));
        let event_loop = asyncpy_runtime::get_event_loop();
        let reporter = sender.clone();
        event_loop.set_exception_handler(move |_, context| {
            reporter.send(context.message.clone().unwrap_or_default()).expect("the test listens");
        });
        let variable = asyncpy_runtime::ContextVar::with_default("variable", 1);
        let main = coroutine(async move {
            let pending = coroutine(async move {
                let closed = sleep(1).await;
                let here = asyncpy_runtime::current_task().is_err();
                let value = variable.get()?;
                variable.set(value + 1);
                let debug = format!("{:?}", asyncpy_runtime::get_event_loop());
                sender
                    .send(format!("closed {here} {value} {}", debug.len() > 1))
                    .expect("it listens");
                closed
            });
            drop(create_task(pending)?);
            sleep(0).await
        });
        event_loop.run_until_complete(main).expect("nothing is raised");
    });
    thread.join().expect("no panic");
    let reports: Vec<String> = reports.into_iter().collect();
    assert_eq!(reports, ["closed true 1 true", "Task was destroyed but it is pending!"]);
}
