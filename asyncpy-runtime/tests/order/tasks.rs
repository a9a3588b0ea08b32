//! B23–B26, B30–B34: how tasks start, end and are awaited.

use asyncpy_runtime::exception::ValueError;
use asyncpy_runtime::{
    Exception, Task, TaskOptions, all_tasks, create_task, current_task, gather, get_running_loop,
    new_event_loop, sleep,
};

use crate::common::{
    assert_said, coroutine, error_of, named, py, run_ok, say, start_ticking, virtual_loop,
};

#[test]
fn b23_create_task_only_queues_the_first_step() {
    run_ok(coroutine(async {
        let event_loop = get_running_loop()?;
        let child = |number: u32| {
            coroutine(async move {
                say!("child {number}");
                Ok(())
            })
        };
        drop(create_task(child(1))?);
        event_loop.call_soon(|| say!("soon"))?;
        drop(create_task(child(2))?);
        say!("main goes on");
        sleep(0).await?;
        say!("main, one iteration later");
        Ok(())
    }));
    assert_said(["main goes on", "child 1", "soon", "child 2", "main, one iteration later"]);
}

#[test]
fn b24_sleep_zero_is_strict_round_robin() {
    run_ok(coroutine(async {
        let worker = |name: &'static str, count: u32| {
            named!(worker, async move {
                for number in 0..count {
                    say!("{name} {number}");
                    sleep(0).await?;
                }
                say!("{name} ends");
                Ok(())
            })
        };
        let tasks = [
            create_task(worker("a", 3))?,
            create_task(worker("b", 1))?,
            create_task(worker("c", 2))?,
        ];
        for task in &tasks {
            task.await?;
            say!("main saw the end of {}", task.get_coro().name);
        }
        Ok(())
    }));
    assert_said([
        "a 0",
        "b 0",
        "c 0",
        "a 1",
        "b ends",
        "c 1",
        "a 2",
        "c ends",
        "a ends",
        "main saw the end of worker",
        "main saw the end of worker",
        "main saw the end of worker",
    ]);
}

#[test]
fn b25_awaiting_a_coroutine_is_a_call() {
    fn middle(depth: u32) -> asyncpy_runtime::BoxCoroutine<'static, u32> {
        named!(
            middle,
            Box::pin(async move {
                if depth == 0 {
                    say!("leaf");
                    Ok(1)
                } else {
                    Ok(middle(depth - 1).await? + 1)
                }
            }) as std::pin::Pin<Box<dyn Future<Output = Result<u32, Exception>>>>
        )
    }
    run_ok(coroutine(async {
        get_running_loop()?.call_soon(|| say!("queued first"))?;
        say!("depth {}", middle(50).await?);
        sleep(0).await?;
        say!("end");
        Ok(())
    }));
    assert_said(["leaf", "depth 51", "queued first", "end"]);
}

#[test]
fn b26_awaiting_a_task_takes_one_iteration_and_a_done_one_none() {
    run_ok(coroutine(async {
        start_ticking(&get_running_loop()?, 3);
        let task = create_task(coroutine(async {
            say!("child ends");
            Ok("value")
        }))?;
        say!("first await: {}", (&task).await?);
        say!("second await: {}", (&task).await?);
        Ok(())
    }));
    assert_said([
        "iteration 1",
        "child ends",
        "iteration 2",
        "first await: value",
        "second await: value",
        "iteration 3",
    ]);
}

#[test]
fn b30_every_awaiter_gets_the_same_exception() {
    async fn watch(task: Task<()>) -> Result<Exception, Exception> {
        let error = task.await.expect_err("it fails");
        say!("caught {error}");
        Ok(error)
    }
    run_ok(coroutine(async {
        let task = create_task(coroutine(async { Err::<(), _>(ValueError::new("boom")) }))?;
        let first = create_task(coroutine(watch(task.clone())))?.await?;
        let second = watch(task.clone()).await?;
        let same = first.is(&second) && first.is(&task.exception()?.expect("it failed"));
        say!("{} {} {}", py(same), py(task.done()), py(task.cancelled()));
        Ok(())
    }));
    assert_said(["caught boom", "caught boom", "True True False"]);
}

#[test]
fn b30_a_traceback_does_not_grow_with_its_readers() {
    static CODE: asyncpy_runtime::Code =
        asyncpy_runtime::Code { name: "reader", file: "reader.rs", line: 1 };
    run_ok(coroutine(async {
        let task = create_task(coroutine(async { Err::<(), _>(ValueError::new("boom")) }))?;
        let mut lengths = Vec::new();
        for _ in 0..3 {
            let error = (&task).await.expect_err("it fails");
            error.push_frame(&CODE, 2);
            lengths.push(error.traceback_len());
        }
        assert_eq!(lengths, [1, 1, 1]);
        Ok(())
    }));
}

#[test]
fn b31_all_tasks_and_the_setters_that_tasks_refuse() {
    run_ok(coroutine(async {
        let names = || -> Result<Vec<String>, Exception> {
            Ok(all_tasks()?.iter().map(asyncpy_runtime::AnyTask::get_name).collect())
        };
        current_task()?.expect("main").set_name("main");
        let child = || {
            coroutine(async {
                say!("in {}", current_task()?.expect("a task").get_name());
                Ok(())
            })
        };
        let first = TaskOptions::new().name("first").spawn(child())?;
        let second = TaskOptions::new().name("second").spawn(child())?;
        say!("{:?}", names()?);
        second.set_name(99);
        sleep(0).await?;
        say!("{:?} {} {:?}", names()?, py(first.done()), second.result()?);
        say!("{}", error_of(first.set_result(())));
        say!("{}", error_of(first.set_exception(ValueError::new(()))));
        Ok(())
    }));
    assert_said([
        "[\"main\", \"first\", \"second\"]",
        "in first",
        "in 99",
        "[\"main\"] True ()",
        "Task does not support set_result operation",
        "Task does not support set_exception operation",
    ]);
}

#[test]
fn b31_a_task_refuses_the_setters_of_its_future_handle() {
    // A task is a future, but its result is what its coroutine gives, whichever handle is asked.
    run_ok(coroutine(async {
        let task = create_task(coroutine(async {
            sleep(0).await?;
            Ok(1)
        }))?;
        let future = task.as_future();
        say!("{}", error_of(future.set_result(2)));
        say!("{}", error_of(future.set_exception(ValueError::new(()))));
        sleep(0).await?;
        say!("{}", error_of(future.clone().set_result(2)));
        say!("{}", (&task).await?);
        say!("{}", error_of(future.set_result(2)));
        Ok(())
    }));
    assert_said([
        "Task does not support set_result operation",
        "Task does not support set_exception operation",
        "Task does not support set_result operation",
        "1",
        "Task does not support set_result operation",
    ]);
}

#[test]
fn b32_awaiting_oneself() {
    run_ok(coroutine(async {
        let place = crate::common::shared(None::<Task<()>>);
        let inside = place.clone();
        let selfish = create_task(coroutine(async move {
            let me = inside.borrow().clone().expect("set below");
            me.await
        }))?;
        place.replace(Some(selfish.clone()));
        let error = selfish.await.expect_err("it must not wait for itself");
        say!("{} {}", error.class_name(), error.to_string().split(':').next().unwrap_or_default());
        Ok(())
    }));
    assert_said(["RuntimeError Task cannot await on itself"]);
}

#[test]
fn b32_awaiting_a_future_of_another_loop() {
    run_ok(coroutine(async {
        let other = new_event_loop();
        let future = other.create_future::<()>();
        let text = error_of(future.await);
        say!("{}", &text[text.len() - 28..]);
        let done = other.create_future::<i32>();
        done.set_result(3)?;
        say!("done already: {}", done.await?);
        Ok(())
    }));
    assert_said(["attached to a different loop", "done already: 3"]);
}

#[test]
fn b32_a_refused_await_is_raised_one_iteration_later() {
    run_ok(coroutine(async {
        let event_loop = get_running_loop()?;
        let foreign = virtual_loop().create_future::<()>();
        event_loop.call_soon(|| say!("one iteration"))?;
        say!("{}", error_of(foreign.await).len() > 10);
        Ok(())
    }));
    assert_said(["one iteration", "true"]);
}

fn eager<T: 'static>(
    name: &str,
    child: asyncpy_runtime::Coroutine<impl Future<Output = Result<T, Exception>> + 'static>,
) -> Result<Task<T>, Exception> {
    TaskOptions::new().name(name).eager_start(true).spawn(child)
}

#[test]
fn b33_an_eager_task_runs_to_its_first_suspension() {
    run_ok(coroutine(async {
        let name = || Ok::<_, Exception>(current_task()?.expect("a task").get_name());
        current_task()?.expect("main").set_name("Task-1");
        let child = |tag: &'static str, steps: u32| {
            coroutine(async move {
                say!("{tag} starts in {}", name()?);
                for _ in 0..steps {
                    sleep(0).await?;
                    say!("{tag} resumes");
                }
                Ok(())
            })
        };
        let fast = eager("F", child("fast", 0))?;
        say!("fast done {} back in {}", py(fast.done()), name()?);
        let slow = eager("S", child("slow", 1))?;
        say!("slow done {} {}", py(slow.done()), all_tasks()?.len());
        fast.await?;
        say!("no yield for fast");
        slow.await
    }));
    // CPython's eager factory names the task after its first step, so its program prints Task-2 and Task-3
    // there; `create_task(…, eager_start=True)` of 3.14 names it before.
    assert_said([
        "fast starts in F",
        "fast done True back in Task-1",
        "slow starts in S",
        "slow done False 2",
        "no yield for fast",
        "slow resumes",
    ]);
}

#[test]
fn b33_an_eager_task_that_raises() {
    run_ok(coroutine(async {
        let task = eager("E", coroutine(async { Err::<(), _>(ValueError::new("early")) }))?;
        say!("{} {}", py(task.done()), error_of(task.await));
        Ok(())
    }));
    assert_said(["True early"]);
}

#[test]
fn b33_eager_tasks_nest_and_give_the_current_task_back() {
    run_ok(coroutine(async {
        let name = || Ok::<_, Exception>(current_task()?.expect("a task").get_name());
        current_task()?.expect("main").set_name("main");
        let inner = move || {
            coroutine(async move {
                say!("{}", name()?);
                sleep(0).await?;
                say!("{}", name()?);
                Ok(())
            })
        };
        let outer = eager(
            "outer",
            coroutine(async move {
                say!("{}", name()?);
                let task = eager("inner", inner())?;
                say!("{}", name()?);
                task.await?;
                say!("{}", name()?);
                Ok(())
            }),
        )?;
        say!("{}", name()?);
        outer.await?;
        say!("{}", name()?);
        Ok(())
    }));
    assert_said(["outer", "inner", "outer", "main", "inner", "outer", "main"]);
}

#[test]
fn b33_without_a_running_loop_an_eager_task_waits() {
    let event_loop = virtual_loop();
    let task = TaskOptions::new()
        .eager_start(true)
        .spawn_on(
            &event_loop,
            coroutine(async {
                say!("runs");
                Ok(())
            }),
        )
        .unwrap();
    say!("{}", py(task.done()));
    event_loop.run_until_complete(task).unwrap();
    assert_said(["False", "runs"]);
}

#[test]
fn b34_gather_over_eagerly_finished_tasks_does_not_yield() {
    run_ok(coroutine(async {
        get_running_loop()?.call_soon(|| say!("first queued callback"))?;
        let value = |number: i32| eager("value", coroutine(async move { Ok(number) }));
        say!("{:?}", gather([value(1)?, value(2)?]).await?);
        sleep(0).await
    }));
    assert_said(["[1, 2]", "first queued callback"]);
}
