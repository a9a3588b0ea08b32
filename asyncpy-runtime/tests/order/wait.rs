//! B41, C20: wait.

use asyncpy_runtime::{create_task, get_running_loop, sleep, sleep_with, wait};

use crate::common::{assert_said, coroutine, error_of, py, run_ok, say, start_ticking};

#[test]
fn b41_two_iterations_even_if_all_is_done() {
    run_ok(coroutine(async {
        start_ticking(&get_running_loop()?, 6);
        let task = create_task(coroutine(async {
            say!("child ends");
            Ok(())
        }))?;
        let (done, pending) = wait([task.clone()]).await?;
        say!("wait [{}, {}]", done.len(), pending.len());
        let (done, pending) = wait([task]).await?;
        say!("wait, all done before [{}, {}]", done.len(), pending.len());
        Ok(())
    }));
    assert_said([
        "iteration 1",
        "child ends",
        "iteration 2",
        "iteration 3",
        "wait [1, 0]",
        "iteration 4",
        "iteration 5",
        "wait, all done before [1, 0]",
        "iteration 6",
    ]);
}

#[test]
fn b44_a_wait_for_nothing_is_refused() {
    run_ok(coroutine(async {
        let nothing: [asyncpy_runtime::AnyFuture; 0] = [];
        say!("{}", error_of(wait(nothing).await.map(|(done, _)| done.len())));
        Ok(())
    }));
    assert_said(["Set of Tasks/Futures is empty."]);
}

#[test]
fn b41_one_given_twice_counts_once() {
    run_ok(coroutine(async {
        let task = create_task(sleep(1))?;
        let (done, pending) = wait([task.clone(), task.clone()]).await?;
        assert_eq!((done.len(), pending.len()), (1, 0));
        Ok(())
    }));
}

#[test]
fn c20_cancelling_wait_leaves_its_tasks_alone() {
    run_ok(coroutine(async {
        for by_wait in [true, false] {
            let inner = create_task(sleep_with(0.002, "alive"))?;
            let awaited = inner.clone();
            let outer = create_task(coroutine(async move {
                if by_wait { wait([awaited]).await.map(|_| ()) } else { awaited.await.map(|_| ()) }
            }))?;
            sleep(0).await?;
            outer.cancel();
            let both = [(*inner).clone(), (*outer).clone()];
            wait(both).await?;
            let inner = if inner.cancelled() { py(true) } else { inner.result()? };
            say!("{by_wait} {} inner {inner}", py(outer.cancelled()));
        }
        Ok(())
    }));
    assert_said(["true True inner alive", "false True inner True"]);
}

#[test]
fn c20_a_cancelled_wait_takes_its_registrations_back() {
    run_ok(coroutine(async {
        let future = get_running_loop()?.create_future::<()>();
        let awaited = future.clone();
        let waiting = create_task(coroutine(async move { wait([awaited]).await.map(|_| ()) }))?;
        sleep(0).await?;
        waiting.cancel();
        assert!(waiting.await.is_err());
        future.set_result(())?; // wakes nobody
        sleep(0).await
    }));
}
