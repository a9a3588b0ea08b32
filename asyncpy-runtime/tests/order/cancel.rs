//! C1–C14: cancellation.

use asyncpy_runtime::exception::{CancelledError, Exception as PyException, ValueError};
use asyncpy_runtime::{
    AnyTask, BoxCoroutine, Exception, create_task, current_task, get_running_loop, sleep,
    sleep_with, wait,
};

use crate::common::{assert_said, coroutine, error_of, py, run, run_ok, say, tick};

fn me() -> Result<AnyTask, Exception> {
    Ok(current_task()?.expect("a task runs"))
}

#[test]
fn c1_before_the_first_step_the_body_never_runs() {
    run_ok(coroutine(async {
        let task = create_task(coroutine(async {
            say!("never printed");
            Ok(())
        }))?;
        let asked = task.cancel();
        say!("{} {} {} {}", py(asked), py(task.cancelled()), py(task.done()), task.cancelling());
        sleep(0).await?;
        say!("{} {}", py(task.cancelled()), py(task.done()));
        Ok(())
    }));
    assert_said(["True False False 1", "True True"]);
}

#[test]
fn c2_the_awaited_future_is_cancelled_at_once() {
    run_ok(coroutine(async {
        let future = get_running_loop()?.create_future::<()>();
        let awaited = future.clone();
        let task = create_task(coroutine(async move {
            let outcome = awaited.await;
            say!("the task sees {}", outcome.as_ref().expect_err("cancelled").class_name());
            outcome
        }))?;
        sleep(0).await?;
        future.add_done_callback(|_| say!("callback of the future"));
        let asked = task.cancel();
        let states = (future.cancelled(), task.cancelled());
        say!("cancel {} future cancelled {} task {}", py(asked), py(states.0), py(states.1));
        wait([task.clone()]).await?;
        say!("task cancelled {}", py(task.cancelled()));
        Ok(())
    }));
    assert_said([
        "cancel True future cancelled True task False",
        "the task sees CancelledError",
        "callback of the future",
        "task cancelled True",
    ]);
}

#[test]
fn c3_the_request_goes_down_the_chain_at_once() {
    fn level(number: u32) -> BoxCoroutine<'static, ()> {
        static CODE: asyncpy_runtime::Code =
            asyncpy_runtime::Code { name: "level", file: file!(), line: line!() };
        asyncpy_runtime::Coroutine::new(
            &CODE,
            Box::pin(async move {
                let outcome = if number > 0 {
                    create_task(level(number - 1))?.await
                } else {
                    sleep(60).await
                };
                say!("level {number} unwinds");
                outcome
            }),
        )
    }
    run_ok(coroutine(async {
        let task = create_task(level(2))?;
        sleep(0.02).await?;
        let asked = task.cancel();
        tick(&get_running_loop()?, 1, 4);
        say!("cancel {}", py(asked));
        wait([task]).await?;
        Ok(())
    }));
    assert_said([
        "iteration 1",
        "cancel True",
        "level 0 unwinds",
        "iteration 2",
        "level 1 unwinds",
        "iteration 3",
        "level 2 unwinds",
        "iteration 4",
    ]);
}

#[test]
fn c4_two_cancels_count_two_and_raise_once() {
    run_ok(coroutine(async {
        let task = create_task(coroutine(async {
            for number in 0..2 {
                match sleep(0.001).await {
                    Ok(()) => say!("sleep {number} was not cancelled"),
                    Err(_) => say!("CancelledError, cancelling {}", me()?.cancelling()),
                }
            }
            Ok(())
        }))?;
        sleep(0).await?;
        let asked = (task.cancel(), task.cancel());
        say!("{} {}", py(asked.0), py(asked.1));
        (&task).await?;
        let asked = task.cancel();
        say!("{} {} {}", py(asked), py(task.cancelled()), task.cancelling());
        Ok(())
    }));
    assert_said([
        "True True",
        "CancelledError, cancelling 2",
        "sleep 1 was not cancelled",
        "False False 2",
    ]);
}

#[test]
fn c5_a_cancel_wins_over_a_result_that_is_on_its_way() {
    run_ok(coroutine(async {
        let future = get_running_loop()?.create_future::<&str>();
        let awaited = future.clone();
        let task = create_task(coroutine(async move {
            match (&awaited).await {
                Ok(value) => say!("got {value}"),
                Err(_) => say!("cancelled although the future has {}", awaited.result()?),
            }
            Ok(())
        }))?;
        sleep(0).await?;
        future.set_result("a result")?;
        let asked = task.cancel();
        say!("{} {}", py(asked), py(future.cancelled()));
        (&task).await?;
        say!("{}", py(task.cancelled()));
        Ok(())
    }));
    assert_said(["True False", "cancelled although the future has a result", "False"]);
}

#[test]
fn c5_a_cancel_wins_over_a_sleep_that_is_over() {
    run_ok(coroutine(async {
        let event_loop = get_running_loop()?;
        let sleeper = create_task(coroutine(async {
            let outcome = sleep_with(1, "slept").await;
            say!("{}", outcome.is_err());
            outcome
        }))?;
        sleep(0).await?;
        let cancelled = sleeper.clone();
        // Due in the same iteration, after the sleep's own timer.
        event_loop.call_later(1.000_05, move || say!("{}", py(cancelled.cancel())))?;
        assert!(sleeper.await.is_err());
        Ok(())
    }));
    assert_said(["True", "true"]);
}

#[test]
fn c6_in_sleep_zero_it_is_thrown_at_the_queued_step() {
    run_ok(coroutine(async {
        let task = create_task(coroutine(async {
            for step in 0..3 {
                say!("step {step}");
                sleep(0).await?;
            }
            Ok(())
        }))?;
        sleep(0).await?;
        task.cancel();
        let seen = task.clone();
        get_running_loop()?.call_soon(move || say!("task done {}", py(seen.done())))?;
        sleep(0).await?;
        say!("cancelled {}", py(task.cancelled()));
        Ok(())
    }));
    assert_said(["step 0", "task done True", "cancelled True"]);
}

#[test]
fn c7_after_it_was_caught_the_task_may_await_freely() {
    run_ok(coroutine(async {
        let task = create_task(coroutine(async {
            for number in 0..2 {
                if sleep(60).await.is_err() {
                    say!("caught {number} cancelling {}", me()?.cancelling());
                }
                say!("awaits again {}", sleep_with(0, "freely").await?);
            }
            Ok(())
        }))?;
        for _ in 0..2 {
            sleep(0.02).await?;
            task.cancel();
        }
        (&task).await?;
        say!("result None {} {}", py(task.cancelled()), task.cancelling());
        Ok(())
    }));
    assert_said([
        "caught 0 cancelling 1",
        "awaits again freely",
        "caught 1 cancelling 2",
        "awaits again freely",
        "result None False 2",
    ]);
}

#[test]
fn c8_a_second_cancel_interrupts_the_cleanup() {
    run_ok(coroutine(async {
        let task = create_task(coroutine(async {
            let slept = sleep(60).await;
            say!("cleanup starts");
            sleep(60).await?;
            say!("never printed");
            slept
        }))?;
        for _ in 0..3 {
            sleep(0).await?;
            say!("cancel {}", py(task.cancel()));
        }
        say!("{} {}", py(task.cancelled()), task.cancelling());
        Ok(())
    }));
    assert_said(["cancel True", "cleanup starts", "cancel True", "cancel False", "True 2"]);
}

#[test]
fn c9_a_swallowed_cancellation_is_gone() {
    run_ok(coroutine(async {
        let child = |fail: bool| {
            coroutine(async move {
                match sleep(60).await {
                    Err(_) if !fail => Ok("value"),
                    _ => Err(ValueError::new("v")),
                }
            })
        };
        let tasks = [create_task(child(false))?, create_task(child(true))?];
        sleep(0).await?;
        let asked = [tasks[0].cancel(), tasks[1].cancel()];
        say!("[{}, {}]", py(asked[0]), py(asked[1]));
        wait(tasks.clone()).await?;
        let error = tasks[1].exception()?.expect("it failed");
        say!("{} {error:?}", tasks[0].result()?);
        for task in &tasks {
            say!("({}, {})", py(task.cancelled()), task.cancelling());
        }
        Ok(())
    }));
    assert_said(["[True, True]", "value ValueError('v')", "(False, 1)", "(False, 1)"]);
}

#[test]
fn c10_cancelling_oneself_acts_at_the_next_real_suspension() {
    run_ok(coroutine(async {
        let event_loop = get_running_loop()?;
        let (done, pending) =
            (event_loop.create_future::<&str>(), event_loop.create_future::<()>());
        done.set_result("a result")?;
        let task = create_task(coroutine(async move {
            say!("cancel {}", py(me()?.cancel()));
            say!("a done future still gives {}", done.await?);
            let outcome = (&pending).await;
            say!("cancelled at the first real await {}", py(pending.cancelled()));
            outcome
        }))?;
        wait([task.clone()]).await?;
        say!("{}", py(task.cancelled()));
        Ok(())
    }));
    assert_said([
        "cancel True",
        "a done future still gives a result",
        "cancelled at the first real await True",
        "True",
    ]);
}

#[test]
fn c10_cancelling_oneself_before_each_kind_of_suspension() {
    run_ok(coroutine(async {
        let kinds = ["sleep(0)", "sleep(1)", "future", "task", "gather", "wait"];
        for kind in kinds {
            let task = create_task(coroutine(async move {
                let event_loop = get_running_loop()?;
                me()?.cancel_with(kind);
                match kind {
                    "sleep(0)" => sleep(0).await,
                    "sleep(1)" => sleep(1).await,
                    "future" => event_loop.create_future::<()>().await,
                    "task" => create_task(sleep(1))?.await,
                    "gather" => asyncpy_runtime::gather([sleep(1)]).await.map(drop),
                    _ => wait([event_loop.create_future::<()>()]).await.map(drop),
                }
            }))?;
            let error = task.await.expect_err("cancelled");
            assert!(error.is_instance::<CancelledError>());
            say!("{kind}: {error}");
        }
        Ok(())
    }));
    assert_said([
        "sleep(0): sleep(0)",
        "sleep(1): sleep(1)",
        "future: future",
        "task: task",
        "gather: gather",
        "wait: wait",
    ]);
}

#[test]
fn c11_a_cancel_in_the_last_step_takes_the_result_away() {
    run_ok(coroutine(async {
        for fail in [false, true] {
            let task = create_task(coroutine(async move {
                me()?.cancel();
                if fail { Err(ValueError::new("kept")) } else { Ok("lost") }
            }))?;
            wait([task.clone()]).await?;
            if task.cancelled() {
                say!("True True");
            } else {
                say!("False {:?}", task.exception()?.expect("it failed"));
            }
        }
        Ok(())
    }));
    assert_said(["True True", "False ValueError('kept')"]);
}

#[test]
fn c11_the_lost_result_is_dropped_at_once() {
    struct Loud;
    impl Drop for Loud {
        fn drop(&mut self) {
            say!("the result is dropped");
        }
    }
    run_ok(coroutine(async {
        let task = create_task(coroutine(async {
            me()?.cancel();
            Ok(Loud)
        }))?;
        wait([(*task).clone()]).await?;
        say!("ended");
        assert!(task.await.is_err());
        Ok(())
    }));
    assert_said(["the result is dropped", "ended"]);
}

#[test]
fn c12_uncancel_takes_requests_back() {
    run_ok(coroutine(async {
        let me = me()?;
        me.cancel();
        me.cancel();
        let counts = (me.cancelling(), me.uncancel(), me.uncancel(), me.uncancel());
        say!("{} {} {} {}", counts.0, counts.1, counts.2, counts.3);
        sleep(0).await?;
        say!("not cancelled");
        me.cancel();
        if sleep(0).await.is_err() {
            let before = me.cancelling();
            say!("cancelled {before} {}", me.uncancel());
        }
        Ok(())
    }));
    assert_said(["2 1 0 0", "not cancelled", "cancelled 1 0"]);
}

#[test]
fn c13_which_message_arrives_and_how_often() {
    run_ok(coroutine(async {
        for started in [true, false] {
            let inner = create_task(sleep(60))?;
            let task = create_task(coroutine(async move { inner.await }))?;
            let task = if started {
                sleep(0.02).await?;
                task
            } else {
                sleep(0).await?;
                create_task(coroutine(async move { task.await }))?
            };
            task.cancel_with("first");
            task.cancel_with("second");
            for _ in 0..2 {
                let error = (&task).await.expect_err("cancelled");
                say!("{:?}", error.to_string());
            }
        }
        Ok(())
    }));
    assert_said(["\"first\"", "\"\"", "\"second\"", "\"\""]);
}

#[test]
fn c13_a_later_cancel_without_a_message_clears_it() {
    run_ok(coroutine(async {
        let task = create_task(coroutine(async {
            let _first = sleep(60).await;
            me()?.cancel_with("second");
            me()?.cancel();
            sleep(60).await
        }))?;
        sleep(0).await?;
        task.cancel_with("first");
        say!("{:?}", error_of(task.await));
        Ok(())
    }));
    assert_said(["\"\""]);
}

#[test]
fn c14_raising_it_by_hand_cancels_too() {
    run_ok(coroutine(async {
        let task = create_task(coroutine(async { Err::<(), _>(CancelledError::new("by hand")) }))?;
        let error = (&task).await.expect_err("cancelled");
        let counts = (task.cancelling(), me()?.cancelling());
        say!("{error} {} {} {}", py(task.cancelled()), counts.0, counts.1);
        let error = task.exception().expect_err("it has none");
        say!("exception() raises {}", py(error.is_instance::<PyException>()));
        Ok(())
    }));
    assert_said(["by hand True 0 0", "exception() raises False"]);
}

#[test]
fn a_cancelled_main_raises_out_of_run() {
    let outcome = run(coroutine(async {
        me()?.cancel_with("stop");
        sleep(1).await
    }));
    let error = outcome.unwrap_err();
    assert!(error.is_instance::<CancelledError>());
    assert_eq!(error.to_string(), "stop");
}

#[test]
fn a_task_that_waits_for_a_cancelled_future_without_being_cancelled() {
    run_ok(coroutine(async {
        let future = get_running_loop()?.create_future::<()>();
        let awaited = future.clone();
        let task = create_task(coroutine(async move {
            let error = awaited.await.expect_err("cancelled");
            say!("{error} {}", me()?.cancelling());
            Ok(())
        }))?;
        sleep(0).await?;
        future.cancel_with("the future alone");
        (&task).await?;
        say!("{}", py(task.cancelled()));
        Ok(())
    }));
    assert_said(["the future alone 0", "False"]);
}

#[test]
fn c5_a_gather_whose_children_have_ended_wakes_its_awaiter_in_its_own_time() {
    // Nothing is left to cancel, and the bookkeeping is on its way: the flag waits for it.
    run_ok(coroutine(async {
        let event_loop = get_running_loop()?;
        let task = create_task(coroutine(async {
            let child = coroutine(async {
                say!("child ends");
                Ok(())
            });
            let outcome = asyncpy_runtime::gather([child]).await;
            say!("outer sees {:?}", outcome.as_ref().expect_err("cancelled"));
            outcome
        }))?;
        sleep(0).await?;
        let cancelled = task.clone();
        event_loop.call_soon(move || say!("cancel {}", py(cancelled.cancel_with("late"))))?;
        let ticking = event_loop.clone();
        event_loop.call_soon(move || tick(&ticking, 1, 6))?;
        wait([task.clone()]).await?;
        say!("{}", py(task.cancelled()));
        Ok(())
    }));
    assert_said([
        "child ends",
        "cancel True",
        "iteration 1",
        "iteration 2",
        "outer sees CancelledError('late')",
        "iteration 3",
        "iteration 4",
        "True",
        "iteration 5",
        "iteration 6",
    ]);
}

#[test]
fn c9_an_awaited_task_that_swallows_it_swallows_it_for_its_awaiter() {
    run_ok(coroutine(async {
        let task = create_task(coroutine(async {
            let inner = create_task(coroutine(async {
                let _swallowed = sleep(10).await;
                sleep_with(1, "inner").await
            }))?;
            say!("got {}", inner.await?);
            Ok(5)
        }))?;
        sleep(0.01).await?;
        say!("{}", py(task.cancel()));
        say!("{} {}", (&task).await?, task.cancelling());
        Ok(())
    }));
    assert_said(["True", "got inner", "5 1"]);
}

#[test]
fn c13_what_is_on_its_way_and_what_the_cancel_says() {
    // An exception on its way is lost like a result; a CancelledError is the one that arrives.
    run_ok(coroutine(async {
        type End = fn(&asyncpy_runtime::Future<()>);
        let ends: [End; 3] = [
            |future| future.set_exception(ValueError::new("v")).expect("pending"),
            |future| future.set_exception(CancelledError::new("set")).expect("pending"),
            |future| assert!(future.cancel_with("by other")),
        ];
        for end in ends {
            let future = get_running_loop()?.create_future::<()>();
            let awaited = future.clone();
            let task = create_task(coroutine(async move {
                say!("{:?}", awaited.await.expect_err("an exception"));
                Ok(())
            }))?;
            sleep(0).await?;
            end(&future);
            task.cancel_with("c");
            task.await?;
        }
        Ok(())
    }));
    assert_said(["CancelledError('c')", "CancelledError('set')", "CancelledError('by other')"]);
}

#[test]
fn c10_a_cancel_between_two_awaits_of_one_step() {
    // A leaf that was dropped before is not what the task waits for.
    run_ok(coroutine(async {
        let bystander = get_running_loop()?.create_future::<()>();
        let awaited = bystander.clone();
        let task = create_task(coroutine(async move {
            let mut leaf = Box::pin(awaited.into_future());
            std::future::poll_fn(|cx| {
                assert!(leaf.as_mut().poll(cx).is_pending());
                std::task::Poll::Ready(())
            })
            .await;
            drop(leaf);
            me()?.cancel();
            sleep(60).await
        }))?;
        wait([task.clone()]).await?;
        say!("{} {}", py(task.cancelled()), py(bystander.cancelled()));
        Ok(())
    }));
    assert_said(["True False"]);
}
