//! Loops and threads: `run_in_executor`, `to_thread`, `run_coroutine_threadsafe`, the end of `run`.

use std::sync::mpsc::channel;
use std::sync::{Arc, Barrier};
use std::thread;

use asyncpy_runtime::concurrent::ThreadPoolExecutor;
use asyncpy_runtime::exception::{
    CancelledError, Exception, KeyError, LookupError, RuntimeError, TimeoutError,
};
use asyncpy_runtime::{
    ContextVar, EventLoop, RunOptions, Runner, SharedContextVar, TaskOptions, current_task,
    get_running_loop, new_event_loop, run, run_coroutine_threadsafe, sleep, sleep_with, to_thread,
    wait, wait_for, wrap_future,
};

use super::{SharedTrace, Trace, coroutine};

fn raises() -> Result<u8, Exception> {
    Err(KeyError("k"))
}

#[test]
fn b81_to_thread_copies_the_context_and_a_thread_can_run_a_coroutine() {
    let var = SharedContextVar::new("var");
    let trace = SharedTrace::default();
    let lines = trace.clone();
    run(coroutine(async move {
        var.set("copied");
        let handle = get_running_loop()?.threadsafe();
        let main_thread = thread::current().id();
        let (inside, seen) = (lines.clone(), var.clone());
        let work = move || {
            let other = thread::current().id() != main_thread;
            inside.line(format_args!("context {} other thread {other}", seen.get()?));
            seen.set("of the thread");
            run_coroutine_threadsafe(|| sleep_with(0, 1 + 1), &handle).result(None)
        };
        lines.line(to_thread(work).await?);
        let length = get_running_loop()?.run_in_executor(None, || "four".len());
        lines.line(length.await?);
        lines.line(var.get()?);
        Ok(())
    }))
    .unwrap();
    trace.assert(&["context copied other thread true", "2", "4", "copied"]);
}

#[test]
fn run_in_executor_takes_no_context() {
    let var = SharedContextVar::<u8>::new("var");
    let seen = run(coroutine(async move {
        var.set(1);
        let job = move || var.get().is_err_and(|error| error.is_instance::<LookupError>());
        get_running_loop()?.run_in_executor(None, job).await
    }));
    assert!(seen.unwrap());
}

#[test]
fn values_that_cannot_be_named_on_a_thread_stay() {
    let var = ContextVar::new("var");
    let kept = run(coroutine(async move {
        var.set(std::rc::Rc::new(1));
        to_thread(|| ()).await?;
        Ok(*var.get()?)
    }));
    assert_eq!(kept.unwrap(), 1);
}

#[test]
fn b82_a_cancelled_await_leaves_the_thread_running_and_run_waits_for_it() {
    let trace = SharedTrace::default();
    let lines = trace.clone();
    run(coroutine(async move {
        let (started, has_started) = channel();
        let (go, may_go) = channel::<()>();
        let job_lines = lines.clone();
        let job = move || {
            started.send(()).unwrap();
            may_go.recv().unwrap();
            job_lines.line("job ends");
        };
        let task = TaskOptions::new().spawn(to_thread(job))?;
        to_thread(move || has_started.recv().unwrap()).await?;
        lines.line(format_args!("cancel {}", task.cancel()));
        wait([&task]).await?;
        lines.line(format_args!("await cancelled {}", task.cancelled()));
        go.send(()).unwrap();
        Ok(())
    }))
    .unwrap();
    trace.line("run returns");
    trace.assert(&["cancel true", "await cancelled true", "job ends", "run returns"]);
}

#[test]
fn b76_a_run_without_threads_ends_after_the_same_iterations() {
    fn tick(trace: &Trace, event_loop: &EventLoop, number: u32) {
        trace.line(format_args!("iteration {number}"));
        let (again, inner) = (trace.clone(), event_loop.clone());
        let next = event_loop.call_soon(move || tick(&again, &inner, number + 1));
        next.unwrap();
    }
    let trace = Trace::default();
    let lines = trace.clone();
    run(coroutine(async move {
        let event_loop = get_running_loop()?;
        let (again, inner) = (lines.clone(), event_loop.clone());
        event_loop.call_soon(move || tick(&again, &inner, 1))?;
        sleep(0).await?;
        lines.line("main returns");
        Ok(())
    }))
    .unwrap();
    trace.assert(&[
        "iteration 1",
        "main returns",
        "iteration 2",
        "iteration 3",
        "iteration 4",
        "iteration 5",
        "iteration 6",
    ]);
}

#[test]
fn a_job_takes_the_places_in_the_queue_that_cpython_gives_it() {
    // The message queues a callback, which ends the future, which queues its callbacks and the step.
    let trace = Trace::default();
    let lines = trace.clone();
    run(coroutine(async move {
        let event_loop = get_running_loop()?;
        let executor = ThreadPoolExecutor::new();
        let job = event_loop.run_in_executor(&executor, || ());
        let (first, second) = (lines.clone(), lines.clone());
        job.add_done_callback(move |_| first.line("done callback"));
        executor.shutdown(true, false); // the job's message was sent when this returns
        event_loop.call_soon(move || second.line("called after the job's end"))?;
        job.await?;
        lines.line("awaited");
        Ok(())
    }))
    .unwrap();
    trace.assert(&["called after the job's end", "done callback", "awaited"]);
}

#[test]
fn exceptions_of_jobs_are_raised_at_the_await() {
    let error = run(to_thread(raises)).unwrap_err();
    assert_eq!(format!("{error:?}"), "KeyError('k')");
    let parsed = run(to_thread(|| "x".parse::<u8>())).unwrap();
    assert!(parsed.is_err());
}

#[test]
fn the_default_executor_names_its_threads_as_cpython_does() {
    let name = run(to_thread(|| thread::current().name().map(str::to_owned)));
    assert_eq!(name.unwrap().as_deref(), Some("asyncio_0"));
}

#[test]
fn another_default_executor_can_be_set() {
    let name = run(coroutine(async {
        let executor = ThreadPoolExecutor::builder().thread_name_prefix("own").build()?;
        get_running_loop()?.set_default_executor(&executor);
        to_thread(|| thread::current().name().map(str::to_owned)).await
    }));
    assert_eq!(name.unwrap().as_deref(), Some("own_0"));
}

#[test]
fn a_shut_down_executor_takes_no_jobs() {
    let error = run(coroutine(async {
        let event_loop = get_running_loop()?;
        to_thread(|| ()).await?;
        event_loop.shutdown_default_executor(None).await?;
        event_loop.run_in_executor(None, || ()).await
    }))
    .unwrap_err();
    assert_eq!(format!("{error:?}"), "RuntimeError('Executor shutdown has been called')");
}

#[test]
fn a_closed_loop_takes_no_jobs() {
    let event_loop = new_event_loop();
    event_loop.close().unwrap();
    let refused = event_loop.run_in_executor(None, || ()).exception().unwrap().unwrap();
    assert_eq!(format!("{refused:?}"), "RuntimeError('Event loop is closed')");
}

#[test]
fn cancelling_the_await_cancels_a_job_that_has_not_begun() {
    let executor = ThreadPoolExecutor::builder().max_workers(1).build().unwrap();
    let pool = executor.clone();
    run(coroutine(async move {
        let event_loop = get_running_loop()?;
        let (go, may_go) = channel::<()>();
        let blocker = event_loop.run_in_executor(&pool, move || may_go.recv().is_ok());
        let job = event_loop.run_in_executor(&pool, || -> () { panic!("it never begins") });
        assert!(job.cancel());
        let cancelled: Result<(), Exception> = job.await;
        assert!(cancelled.unwrap_err().is_instance::<CancelledError>());
        go.send(()).unwrap();
        assert!(blocker.await?);
        Ok(())
    }))
    .unwrap();
    executor.shutdown(true, false);
}

#[test]
fn cancelling_the_threads_future_cancels_the_task() {
    let trace = Trace::default();
    let lines = trace.clone();
    let event_loop = new_event_loop();
    let handle = event_loop.threadsafe();
    let (started, has_started) = channel();
    let (ended, has_ended) = channel();
    thread::spawn(move || {
        let make = move || {
            coroutine(async move {
                started.send(()).unwrap();
                let outcome = sleep(3600).await;
                ended.send(outcome.is_err()).unwrap();
                outcome
            })
        };
        let future = run_coroutine_threadsafe(make, &handle);
        has_started.recv().unwrap();
        assert!(future.cancel());
        handle.call_soon(|| ()).unwrap();
    });
    event_loop
        .run_until_complete(coroutine(async move {
            let cancelled = to_thread(move || has_ended.recv().unwrap()).await?;
            lines.line(format_args!("cancelled {cancelled}"));
            Ok(())
        }))
        .unwrap();
    trace.assert(&["cancelled true"]);
}

#[test]
fn a_coroutine_that_raises_raises_in_the_thread() {
    let text = run(coroutine(async {
        let handle = get_running_loop()?.threadsafe();
        let work = move || {
            let make = || coroutine(async { Err::<(), _>(KeyError("k")) });
            run_coroutine_threadsafe(make, &handle).result(None).map_err(|e| format!("{e:?}"))
        };
        to_thread(work).await
    }));
    assert_eq!(text.unwrap(), Err("KeyError('k')".to_owned()));
}

#[test]
fn a_thread_is_not_left_waiting_for_a_closed_loop() {
    let event_loop = new_event_loop();
    let handle = event_loop.threadsafe();
    let begun = run_coroutine_threadsafe(|| sleep(3600), &handle);
    event_loop.run_until_complete(sleep(0)).unwrap();
    let not_begun = run_coroutine_threadsafe(|| sleep(0), &handle);
    event_loop.set_exception_handler(|_, _| ()); // the destroyed task
    event_loop.close().unwrap();
    let late = run_coroutine_threadsafe(|| sleep(0), &handle);
    for future in [begun, not_begun, late] {
        let error = future.result(None).unwrap_err();
        assert_eq!(format!("{error:?}"), "RuntimeError('Event loop is closed')");
    }
}

#[test]
fn wrapped_futures_end_as_the_others() {
    run(coroutine(async {
        let executor = ThreadPoolExecutor::new();
        let job = executor.submit(|| 7)?;
        assert_eq!(wrap_future(&job).await?, 7);
        assert_eq!(wrap_future(&job).await?, 7, "one that is done");
        let failed = executor.submit(raises)?;
        assert!(wrap_future(&failed).await.unwrap_err().is_instance::<KeyError>());
        let pending = asyncpy_runtime::concurrent::Future::<u8>::new();
        let wrapped = wrap_future(&pending);
        assert!(pending.cancel());
        assert!(wrapped.await.unwrap_err().is_instance::<CancelledError>());
        Ok(())
    }))
    .unwrap();
}

#[test]
fn the_end_of_a_run_waits_for_the_executor() {
    let trace = SharedTrace::default();
    let (lines, barrier) = (trace.clone(), Arc::new(Barrier::new(2)));
    let meet = Arc::clone(&barrier);
    run(coroutine(async move {
        let job = move || {
            meet.wait();
            lines.line("job");
        };
        drop(get_running_loop()?.run_in_executor(None, job));
        barrier.wait();
        Ok(())
    }))
    .unwrap();
    trace.line("run returns");
    trace.assert(&["job", "run returns"]);
}

#[test]
fn a_shutdown_that_takes_too_long_leaves_the_threads() {
    let (go, may_go) = channel::<()>();
    let event_loop = new_event_loop();
    let running = event_loop.run_in_executor(None, move || may_go.recv().is_ok());
    event_loop.run_until_complete(event_loop.shutdown_default_executor(0.001)).unwrap();
    assert!(!running.done());
    go.send(()).unwrap();
    assert!(event_loop.run_until_complete(running).unwrap());
}

#[test]
fn virtual_time_waits_for_jobs() {
    let trace = Trace::default();
    let lines = trace.clone();
    RunOptions::new()
        .virtual_time(true)
        .run(coroutine(async move {
            let (go, may_go) = channel::<()>();
            let job = to_thread(move || may_go.recv().is_ok());
            let later = lines.clone();
            let hour = TaskOptions::new().spawn(coroutine(async move {
                sleep(3600).await?;
                later.line("an hour later");
                Ok(())
            }))?;
            get_running_loop()?.call_soon(move || go.send(()).unwrap())?;
            lines.line(format_args!("job {}", job.await?));
            hour.await
        }))
        .unwrap();
    trace.assert(&["job true", "an hour later"]);
}

#[test]
fn a_timeout_of_a_job_in_virtual_time_takes_as_long_as_it_says() {
    let mut runner = Runner::builder().virtual_time(true).build();
    let (go, may_go) = channel::<()>();
    let error = runner
        .run(coroutine(async {
            let job = to_thread(move || may_go.recv().is_ok());
            wait_for(job, 0.001).await
        }))
        .unwrap_err();
    assert!(error.is_instance::<TimeoutError>());
    go.send(()).unwrap();
    runner.close().unwrap();
}

#[test]
fn a_job_has_no_task_and_no_loop() {
    let alone = run(to_thread(|| {
        let error = current_task().map(drop).unwrap_err();
        error.is_instance::<RuntimeError>()
    }));
    assert!(alone.unwrap());
}
