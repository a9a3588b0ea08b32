//! B1–B14: callbacks, iterations, timers, and how a run ends.

use asyncpy_runtime::exception::{KeyboardInterrupt, SystemExit};
use asyncpy_runtime::{Exception, get_running_loop, run as asyncio_run, sleep};

use crate::common::{
    Watchdog, assert_said, coroutine, error_of, one_iteration, py, run_ok, said, say, shared,
    start_ticking, virtual_loop,
};

#[test]
fn b1_callbacks_run_in_the_order_of_call_soon() {
    run_ok(coroutine(async {
        let event_loop = get_running_loop()?;
        for name in ["a", "b", "c"] {
            let again = event_loop.clone();
            event_loop.call_soon(move || {
                say!("{name}");
                if name != "c" {
                    again.call_soon(move || say!("{name}.child"))?;
                }
                Ok(())
            })?;
        }
        sleep(0).await?;
        say!("main, one iteration later");
        sleep(0).await?;
        say!("main, two iterations later");
        Ok(())
    }));
    assert_said([
        "a",
        "b",
        "c",
        "main, one iteration later",
        "a.child",
        "b.child",
        "main, two iterations later",
    ]);
}

#[test]
fn b2_stop_before_run_forever_gives_exactly_one_iteration() {
    fn callback(event_loop: &asyncpy_runtime::EventLoop, n: u32) -> Result<(), Exception> {
        say!("cb {n}");
        if n < 3 {
            let again = event_loop.clone();
            event_loop.call_soon(move || callback(&again, n + 1))?;
        }
        Ok(())
    }
    let event_loop = virtual_loop();
    let first = event_loop.clone();
    event_loop.call_soon(move || callback(&first, 1)).unwrap();
    for iteration in 1..=4 {
        say!("iteration {iteration}");
        one_iteration(&event_loop);
    }
    assert_said([
        "iteration 1",
        "cb 1",
        "iteration 2",
        "cb 2",
        "iteration 3",
        "cb 3",
        "iteration 4",
    ]);
}

#[test]
fn b2_a_run_that_is_stopped_does_not_wait_for_timers() {
    let _watchdog = Watchdog::new();
    let event_loop = asyncpy_runtime::new_event_loop(); // real time: waiting would take an hour
    event_loop.call_later(3600, || say!("never")).unwrap();
    one_iteration(&event_loop);
    let again = event_loop.clone();
    event_loop.call_soon(move || again.stop()).unwrap();
    event_loop.run_forever().unwrap();
    assert_said([]);
}

#[test]
fn b3_ready_callbacks_come_before_timers_that_are_due() {
    let event_loop = virtual_loop();
    event_loop.call_at(event_loop.time() - 1.0, || say!("timer")).unwrap();
    event_loop.call_soon(|| say!("soon 1")).unwrap();
    event_loop.call_soon(|| say!("soon 2")).unwrap();
    one_iteration(&event_loop);
    assert_said(["soon 1", "soon 2", "timer"]);
}

#[test]
fn b4_timers_run_by_deadline() {
    run_ok(coroutine(async {
        let event_loop = get_running_loop()?;
        let now = event_loop.time();
        let h30 = event_loop.call_at(now + 0.03, || say!("30 ms"))?;
        let h10 = event_loop.call_at(now + 0.01, || say!("10 ms"))?;
        let h20 = event_loop.call_at(now + 0.02, || say!("20 ms"))?;
        let in_order = h10.when() < h20.when() && h20.when() < h30.when();
        #[expect(clippy::float_cmp, reason = "the handle keeps the very number")]
        let kept = h10.when() == now + 0.01;
        say!("{} {}", py(in_order), py(kept));
        sleep(0.04).await?;
        say!("40 ms");
        Ok(())
    }));
    assert_said(["True True", "10 ms", "20 ms", "30 ms", "40 ms"]);
}

#[test]
fn b5_equal_deadlines_leave_as_from_heapq() {
    let recorded: [&[usize]; 8] = [
        &[0, 1],
        &[0, 1, 2],
        &[0, 2, 1, 3],
        &[0, 2, 4, 1, 3],
        &[0, 2, 5, 4, 1, 3],
        &[0, 2, 5, 6, 4, 1, 3],
        &[0, 2, 6, 5, 7, 4, 1, 3],
        &[0, 2, 6, 8, 5, 7, 4, 1, 3],
    ];
    for expected in recorded {
        let event_loop = virtual_loop();
        let order = shared(Vec::new());
        let when = event_loop.time();
        for number in 0..expected.len() {
            let order = order.clone();
            event_loop.call_at(when, move || order.borrow_mut().push(number)).unwrap();
        }
        one_iteration(&event_loop);
        assert_eq!(*order.borrow(), expected);
    }
}

#[test]
fn b5a_cancelled_timers_are_filtered_out_when_they_are_the_most_of_many() {
    // Recorded with the same calls on CPython 3.13: 120 timers of one deadline, those with i % 3 != 0
    // cancelled. The filtered list is made a heap again, which the order of the ties shows.
    let event_loop = virtual_loop();
    let order = shared(Vec::new());
    let when = event_loop.time();
    let handles: Vec<_> = (0..120)
        .map(|number| {
            let order = order.clone();
            event_loop.call_at(when, move || order.borrow_mut().push(number)).unwrap()
        })
        .collect();
    for (number, handle) in handles.iter().enumerate() {
        if number % 3 != 0 {
            handle.cancel();
        }
    }
    one_iteration(&event_loop);
    let recorded = [
        90, 42, 18, 6, 0, 57, 9, 111, 51, 105, 21, 99, 45, 87, 93, 39, 81, 15, 75, 33, 69, 3, 63,
        27, 117, 24, 108, 48, 84, 96, 36, 72, 12, 60, 54, 78, 102, 30, 66, 114,
    ];
    assert_eq!(*order.borrow(), recorded);
}

#[test]
fn b6_a_delay_of_zero_is_a_timer_too() {
    run_ok(coroutine(async {
        let event_loop = get_running_loop()?;
        event_loop.call_later(0, || say!("call_later(0)"))?;
        event_loop.call_later(-5, || say!("call_later(-5)"))?;
        crate::common::tick(&event_loop, 1, 3);
        sleep(0).await?;
        say!("main resumed");
        event_loop.call_later(0, || say!("nested call_later(0)"))?;
        sleep(0).await
    }));
    assert_said([
        "iteration 1",
        "iteration 2",
        "main resumed",
        "call_later(-5)",
        "call_later(0)",
        "iteration 3",
        "nested call_later(0)",
    ]);
}

#[test]
fn b8_a_handle_cancelled_in_its_own_batch_does_not_run() {
    run_ok(coroutine(async {
        let event_loop = get_running_loop()?;
        let handles = shared(Vec::<asyncpy_runtime::Handle>::new());
        let later = handles.clone();
        event_loop.call_soon(move || later.borrow()[0].cancel())?;
        handles.borrow_mut().push(event_loop.call_soon(|| say!("never"))?);
        let timer = event_loop.call_later(0, || say!("never either"))?;
        timer.cancel();
        let ran = event_loop.call_soon(|| say!("runs"))?;
        sleep(0).await?;
        let first = handles.borrow()[0].cancelled();
        say!("{} {} {}", py(first), py(timer.cancelled()), py(ran.cancelled()));
        ran.cancel();
        say!("cancel after the run is harmless {}", py(ran.cancelled()));
        Ok(())
    }));
    assert_said(["runs", "True True False", "cancel after the run is harmless True"]);
}

#[test]
fn b9_call_soon_threadsafe_appends_to_the_same_queue() {
    run_ok(coroutine(async {
        let event_loop = get_running_loop()?;
        let threadsafe = event_loop.threadsafe();
        event_loop.call_soon(|| say!("soon 1"))?;
        event_loop.call_soon_threadsafe(|| say!("threadsafe, from the loop thread"))?;
        threadsafe.call_soon(|| say!("threadsafe handle, from the loop thread"))?;
        event_loop.call_soon(|| say!("soon 2"))?;
        sleep(0).await
    }));
    assert_said([
        "soon 1",
        "threadsafe, from the loop thread",
        "threadsafe handle, from the loop thread",
        "soon 2",
    ]);
}

#[test]
fn b9_other_threads_wake_the_poll() {
    run_ok(coroutine(async {
        let event_loop = get_running_loop()?;
        let done = event_loop.create_future::<&str>();
        let (threadsafe, stopper) = (event_loop.threadsafe(), done.clone());
        let thread = std::thread::spawn(move || {
            threadsafe.call_soon(|| say!("thread 1")).map_err(|error| error.to_string())?;
            threadsafe.call_soon(|| say!("thread 2")).map_err(|error| error.to_string())
        });
        // The future itself cannot leave its thread: the second callback is seen by waiting for its line.
        while said_so_far() < 2 {
            sleep(0).await?;
        }
        thread.join().expect("no panic").expect("the loop is open");
        stopper.set_result("woken")?;
        say!("{}", done.await?);
        Ok(())
    }));
    assert_said(["thread 1", "thread 2", "woken"]);
}

fn said_so_far() -> usize {
    let lines = said();
    let count = lines.len();
    lines.into_iter().for_each(crate::common::push);
    count
}

#[test]
fn b10_stop_lets_the_batch_finish() {
    let event_loop = virtual_loop();
    let stopped = event_loop.clone();
    event_loop
        .call_soon(move || {
            say!("a");
            stopped.stop();
            stopped.call_soon(|| say!("scheduled after stop()"))
        })
        .unwrap();
    event_loop.call_soon(|| say!("b, same batch")).unwrap();
    event_loop.run_forever().unwrap();
    say!("stopped {}", py(event_loop.is_running()));
    one_iteration(&event_loop);
    say!("second run over");
    assert_said([
        "a",
        "b, same batch",
        "stopped False",
        "scheduled after stop()",
        "second run over",
    ]);
}

#[test]
fn b11_run_until_complete_runs_one_iteration_more() {
    let event_loop = virtual_loop();
    let main = || {
        coroutine(async {
            say!("main returns");
            Ok("result")
        })
    };
    start_ticking(&event_loop, u32::MAX);
    say!("{}", event_loop.run_until_complete(main()).unwrap());
    say!("{}", event_loop.run_until_complete(main()).unwrap());
    event_loop.close().unwrap(); // its queue holds a callback that holds the loop
    assert_said([
        "iteration 1",
        "main returns",
        "iteration 2",
        "result",
        "iteration 3",
        "main returns",
        "iteration 4",
        "result",
    ]);
}

#[test]
fn b14_system_exit_and_keyboard_interrupt_leave_the_loop_at_once() {
    let event_loop = virtual_loop();
    event_loop.call_soon(|| Err::<(), _>(SystemExit::new(3))).unwrap();
    event_loop.call_soon(|| say!("still queued")).unwrap();
    let never = event_loop.create_future::<()>();
    let escaped = event_loop.run_until_complete(never).unwrap_err();
    say!("escaped: {escaped:?} {}", py(event_loop.is_running()));
    let interrupt = coroutine(async { Err::<(), _>(KeyboardInterrupt::new(())) });
    let escaped = event_loop.run_until_complete(interrupt).unwrap_err();
    say!("escaped: {escaped:?} {}", py(event_loop.is_running()));
    assert_said([
        "escaped: SystemExit(3) False",
        "still queued",
        "escaped: KeyboardInterrupt() False",
    ]);
}

#[test]
fn b14_the_task_stores_what_left_the_loop() {
    let event_loop = virtual_loop();
    let task =
        event_loop.create_task(coroutine(async { Err::<(), _>(SystemExit::new(7)) })).unwrap();
    let escaped = event_loop.run_forever().unwrap_err();
    assert!(task.done());
    assert!(task.exception().unwrap().unwrap().is(&escaped));
}

#[test]
fn b18_errors_of_a_loop_in_the_wrong_state() {
    let (event_loop, other) = (virtual_loop(), virtual_loop());
    let (inner, other_inner) = (event_loop.clone(), other.clone());
    let never = event_loop.create_future::<()>();
    let main = coroutine(async move {
        say!("{}", error_of(other_inner.run_until_complete(&never)));
        say!("{}", error_of(inner.run_until_complete(&never)));
        say!("{}", error_of(asyncio_run(coroutine(async { Ok(()) }))));
        say!("{}", error_of(inner.close()));
        Ok(())
    });
    event_loop.run_until_complete(main).unwrap();
    let stopper = other.clone();
    other.call_soon(move || stopper.stop()).unwrap();
    event_loop.close().unwrap();
    event_loop.close().unwrap();
    say!("{}", error_of(other.run_until_complete(other.create_future::<()>())));
    say!("{}", error_of(event_loop.call_soon(|| {})));
    say!("{}", error_of(get_running_loop()));
    assert_said([
        "Cannot run the event loop while another loop is running",
        "This event loop is already running",
        "asyncio.run() cannot be called from a running event loop",
        "Cannot close a running event loop",
        "Event loop stopped before Future completed.",
        "Event loop is closed",
        "no running event loop",
    ]);
}

#[test]
fn b18_a_refused_inner_run_leaves_the_running_loop_alone() {
    let event_loop = virtual_loop();
    let inner = event_loop.clone();
    let main = coroutine(async move {
        error_of(inner.run_forever());
        say!("{} {}", py(inner.is_running()), py(get_running_loop()?.is(&inner)));
        sleep(1).await?;
        Ok("on")
    });
    say!("{}", event_loop.run_until_complete(main).unwrap());
    assert_said(["True True", "on"]);
}

#[test]
fn b4_nan_is_no_deadline() {
    let event_loop = virtual_loop();
    assert_eq!(
        error_of(event_loop.call_later(f64::NAN, || {})),
        "cannot convert float NaN to integer"
    );
    assert_eq!(
        error_of(event_loop.call_at(f64::NAN, || {})),
        "cannot convert float NaN to integer"
    );
}
