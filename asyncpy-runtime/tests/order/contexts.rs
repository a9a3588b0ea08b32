//! B17: context variables.

use asyncpy_runtime::{
    Context, ContextVar, TaskOptions, copy_context, create_task, get_running_loop, sleep,
};

use crate::common::{assert_said, coroutine, error_of, one_iteration, run_ok, say, virtual_loop};

#[test]
fn b17_callbacks_and_tasks_copy_the_context_at_the_call() {
    run_ok(coroutine(async {
        let var = ContextVar::<&'static str>::new("var");
        let child = |tag: &'static str| {
            let var = var.clone();
            coroutine(async move {
                say!("{tag} sees {}", var.get()?);
                var.set(tag);
                Ok(())
            })
        };
        var.set("m1");
        let seen = var.clone();
        get_running_loop()?.call_soon(move || {
            say!("callback sees {}", seen.get()?);
            Ok::<(), asyncpy_runtime::Exception>(())
        })?;
        var.set("m2");
        let task = create_task(child("task"))?;
        var.set("m3");
        task.await?;
        let context = copy_context();
        TaskOptions::new().context(context.clone()).spawn(child("shared"))?.await?;
        say!("main {} ctx {}", var.get()?, var.in_context(&context).unwrap_or("none"));
        Ok(())
    }));
    assert_said(["callback sees m1", "task sees m2", "shared sees m3", "main m3 ctx shared"]);
}

#[test]
fn b17_timers_and_done_callbacks_copy_it_too() {
    let event_loop = virtual_loop();
    let var = ContextVar::with_default("var", "default");
    let future = event_loop.create_future::<()>();
    let show = |tag: &'static str| {
        let var = var.clone();
        move || say!("{tag} {}", var.get().unwrap_or("none"))
    };
    var.set("one");
    event_loop.call_later(0, show("timer")).unwrap();
    let shown = show("done callback");
    future.add_done_callback(move |_| shown());
    event_loop.call_soon_in(Context::new(), show("given context")).unwrap();
    let shown = show("done callback in a given context");
    future.add_done_callback_in(Context::new(), move |_| shown());
    var.set("two");
    future.set_result(()).unwrap();
    one_iteration(&event_loop);
    say!("here {}", var.get().unwrap());
    assert_said([
        "given context default",
        "done callback one",
        "done callback in a given context default",
        "timer one",
        "here two",
    ]);
}

#[test]
fn b17_each_step_runs_in_the_context_of_its_task() {
    run_ok(coroutine(async {
        let var = ContextVar::with_default("var", 0);
        let child = |start: i32| {
            let var = var.clone();
            coroutine(async move {
                var.set(start);
                for _ in 0..2 {
                    sleep(0).await?;
                    var.set(var.get()? + 1);
                }
                say!("{}", var.get()?);
                Ok(())
            })
        };
        let (a, b) = (create_task(child(10))?, create_task(child(20))?);
        a.await?;
        b.await?;
        say!("{}", var.get()?);
        Ok(())
    }));
    assert_said(["12", "22", "0"]);
}

#[test]
fn b17_an_eager_task_leaves_the_context_of_its_creator() {
    run_ok(coroutine(async {
        let var = ContextVar::with_default("var", "creator");
        let inner = var.clone();
        let options = TaskOptions::new().eager_start(true);
        let task = options.spawn(coroutine(async move {
            inner.set("eager");
            sleep(0).await?;
            say!("{}", inner.get()?);
            Ok(())
        }))?;
        say!("{}", var.get()?);
        task.await
    }));
    assert_said(["creator", "eager"]);
}

#[test]
fn tokens_undo_a_set_in_their_own_context() {
    let (var, other) = (ContextVar::<i32>::new("var"), ContextVar::<i32>::new("other"));
    assert_eq!(error_of(var.get()), "<ContextVar name='var'>");
    let first = var.set(1);
    let second = var.set(2);
    assert_eq!((first.old_value(), second.old_value()), (None, Some(1)));
    assert_eq!(
        error_of(other.reset(var.set(3))),
        "<Token var=<ContextVar name='var'>> was created by a different ContextVar"
    );
    let elsewhere = copy_context().run(|| var.set(4));
    assert_eq!(
        error_of(var.reset(elsewhere)),
        "<Token var=<ContextVar name='var'>> was created in a different Context"
    );
    var.reset(second).unwrap();
    assert_eq!(var.get().unwrap(), 1);
    var.reset(first).unwrap();
    assert!(var.get().is_err());
}
