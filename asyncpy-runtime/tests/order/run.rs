//! B75–B80: what `run` and `Runner` do around main.

use asyncpy_runtime::exception::ValueError;
use asyncpy_runtime::{
    ContextVar, Runner, Task, create_task, get_event_loop, get_running_loop, new_event_loop,
    set_event_loop, sleep, sleep_with,
};

use crate::common::{
    Watchdog, assert_said, coroutine, error_of, py, run, run_ok, say, shared, start_ticking,
};

#[test]
fn b75_the_result_comes_after_the_cleanup() {
    let result = run_ok(coroutine(async {
        drop(create_task(coroutine(async {
            let slept = sleep(60).await;
            say!("cleanup starts");
            sleep(0.001).await?;
            say!("cleanup ends");
            slept
        }))?);
        sleep(0).await?;
        get_running_loop()?.call_later(60, || say!("never"))?;
        say!("main returns");
        Ok("result of main")
    }));
    say!("{result}");
    assert_said(["main returns", "cleanup starts", "cleanup ends", "result of main"]);
}

#[test]
fn b76_five_iterations_follow_the_last_step_of_main() {
    run_ok(coroutine(async {
        start_ticking(&get_running_loop()?, u32::MAX);
        sleep(0).await?;
        say!("main returns");
        Ok(())
    }));
    assert_said([
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
fn b77_errors_of_the_cancellation_are_reported() {
    run_ok(coroutine(async {
        get_running_loop()?.set_exception_handler(|_, context| {
            let message = context.message.clone().unwrap_or_default();
            say!("{message} {} {:?}", context.exception.clone().expect("one"), context.keys());
        });
        let child = |fails: bool| {
            coroutine(async move {
                let _cancelled = sleep(60).await;
                if fails {
                    return Err(ValueError::new("in cleanup"));
                }
                say!("stubborn ends {}", sleep_with(0.003, "normally").await?);
                Ok(())
            })
        };
        drop((create_task(child(true))?, create_task(child(false))?));
        sleep(0).await?;
        say!("main returns");
        Ok(())
    }));
    assert_said([
        "main returns",
        "stubborn ends normally",
        "unhandled exception during asyncio.run() shutdown in cleanup \
         [\"exception\", \"message\", \"task\"]",
    ]);
}

#[test]
fn b78_an_exception_of_main_comes_after_the_cleanup() {
    let outcome = run(coroutine(async {
        drop(create_task(coroutine(async {
            let slept = sleep(60).await;
            say!("background cleanup");
            slept
        }))?);
        sleep(0).await?;
        Err::<(), _>(ValueError::new("main failed"))
    }));
    say!("caught {}", error_of(outcome));
    assert_said(["background cleanup", "caught main failed"]);
}

#[test]
fn b80_a_runner_keeps_loop_context_and_tasks() {
    let _watchdog = Watchdog::new();
    let var = ContextVar::with_default("var", "unset".to_owned());
    let task_of = shared(None::<Task<()>>);
    let background = || {
        let var = var.clone();
        coroutine(async move {
            for number in 0..3 {
                say!("background {number} {}", var.get()?);
                sleep(0).await?;
            }
            Ok(())
        })
    };
    let main = |value: u32| {
        let (var, background, task_of) = (var.clone(), background(), task_of.clone());
        coroutine(async move {
            say!("main sees {}", var.get()?);
            var.set(value.to_string());
            if value == 1 {
                task_of.replace(Some(create_task(background)?));
            }
            Ok(())
        })
    };
    let mut runner = Runner::builder().virtual_time(true).build();
    runner.run(main(1)).unwrap();
    say!("between");
    runner.run(main(2)).unwrap();
    drop(runner);
    assert_said([
        "main sees unset",
        "background 0 1",
        "between",
        "background 1 1",
        "main sees 1",
        "background 2 1",
    ]);
}

#[test]
fn b80_states_of_a_runner() {
    let _watchdog = Watchdog::new();
    let mut runner = Runner::builder().virtual_time(true).build();
    assert_eq!(runner.run(coroutine(async { Ok(1) })).unwrap(), 1);
    let event_loop = runner.get_loop().unwrap();
    runner.close().unwrap();
    runner.close().unwrap();
    assert!(event_loop.is_closed());
    assert_eq!(error_of(runner.run(coroutine(async { Ok(1) }))), "Runner is closed");
    assert_eq!(error_of(runner.get_loop()), "Runner is closed");
}

#[test]
fn b80_a_runner_refuses_to_run_inside_a_loop() {
    run_ok(coroutine(async {
        let mut inner = Runner::new();
        say!("{}", error_of(inner.run(coroutine(async { Ok(()) }))));
        Ok(())
    }));
    assert_said(["Runner.run() cannot be called from a running event loop"]);
}

#[test]
fn b80_the_loop_of_the_thread() {
    // CPython: a runner sets its loop for the thread and clears it at its end; one with a loop_factory
    // leaves the thread's loop alone.
    let _watchdog = Watchdog::new();
    let mine = new_event_loop();
    set_event_loop(Some(&mine));
    let factory_loop = new_event_loop();
    let given = factory_loop.clone();
    let mut runner = Runner::builder().loop_factory(move || given).build();
    assert!(runner.get_loop().unwrap().is(&factory_loop));
    assert!(get_event_loop().is(&mine));
    runner.close().unwrap();
    assert!(get_event_loop().is(&mine));

    let mut runner = Runner::new();
    let own = runner.get_loop().unwrap();
    assert!(get_event_loop().is(&own));
    runner.close().unwrap();
    let fresh = get_event_loop();
    assert!(!fresh.is(&own) && !fresh.is(&mine));
    set_event_loop(None);
}

#[test]
fn b75_tasks_created_by_the_cleanup_are_not_waited_for() {
    // CPython cancels the tasks that exist when main ends; one that the cleanup creates is destroyed.
    run_ok(coroutine(async {
        get_running_loop()?.set_exception_handler(|_, context| {
            say!("{}", context.message.clone().unwrap_or_default());
        });
        drop(create_task(coroutine(async {
            let slept = sleep(60).await;
            drop(create_task(sleep(60))?);
            slept
        }))?);
        sleep(0).await
    }));
    assert_said(["Task was destroyed but it is pending!"]);
}

#[test]
fn b18_the_debug_flag() {
    run_ok(coroutine(async {
        let event_loop = get_running_loop()?;
        say!("{}", py(event_loop.get_debug()));
        event_loop.set_debug(true);
        say!("{event_loop:?}");
        Ok(())
    }));
    assert_said(["False", "<EventLoop running=True closed=False debug=True>"]);
}
