//! B35–B40, C15–C17: gather.

use asyncpy_runtime::exception::{CancelledError, KeyError, ValueError};
use asyncpy_runtime::macro_support::keywords::{gather_tuple, gather_tuple_exceptions};
use asyncpy_runtime::{
    Coroutine, Exception, create_task, current_task, gather, gather_exceptions, get_running_loop,
    sleep, sleep_with,
};

use crate::common::{
    assert_said, coroutine, error_of, py, run_ok, say, shared, start_ticking, virtual_loop,
};

#[test]
fn b35_children_start_in_order_and_results_keep_it() {
    run_ok(coroutine(async {
        let child = |name: &'static str, steps: u32| {
            coroutine(async move {
                say!("{name} starts");
                for _ in 0..steps {
                    sleep(0).await?;
                }
                say!("{name} ends");
                Ok(name)
            })
        };
        say!("{:?}", gather([child("a", 2), child("b", 0), child("c", 1)]).await?);
        Ok(())
    }));
    assert_said([
        "a starts",
        "b starts",
        "b ends",
        "c starts",
        "c ends",
        "a ends",
        "[\"a\", \"b\", \"c\"]",
    ]);
}

#[test]
fn b36_two_iterations_after_the_last_child() {
    run_ok(coroutine(async {
        start_ticking(&get_running_loop()?, 5);
        let child = || {
            coroutine(async {
                say!("child ends");
                Ok(())
            })
        };
        gather([child(), child()]).await?;
        say!("gather awaited");
        create_task(child())?.await?;
        say!("task awaited");
        Ok(())
    }));
    assert_said([
        "iteration 1",
        "child ends",
        "child ends",
        "iteration 2",
        "iteration 3",
        "gather awaited",
        "iteration 4",
        "child ends",
        "iteration 5",
        "task awaited",
    ]);
}

#[test]
fn b37_the_first_exception_ends_it_and_the_siblings_run_on() {
    run_ok(coroutine(async {
        let event_loop = get_running_loop()?;
        event_loop.set_exception_handler(|_, context| say!("reported: {context:?}"));
        let child = |name: &'static str, steps: u32, fail: bool| {
            coroutine(async move {
                for _ in 0..steps {
                    sleep(0).await?;
                }
                say!("{name} {}", if fail { "fails" } else { "ends" });
                if fail { Err(ValueError::new(name)) } else { Ok(()) }
            })
        };
        let all = gather([child("a", 1, true), child("b", 5, false), child("c", 2, true)]);
        say!("caught {}", error_of(all.await));
        sleep(0.02).await?;
        say!("the exception of c is never reported");
        Ok(())
    }));
    assert_said([
        "a fails",
        "c fails",
        "caught a",
        "b ends",
        "the exception of c is never reported",
    ]);
}

fn outcomes<T: std::fmt::Display>(results: Vec<Result<T, Exception>>) -> String {
    let texts: Vec<String> = results
        .into_iter()
        .map(|result| result.map_or_else(|error| format!("{error:?}"), |value| value.to_string()))
        .collect();
    format!("[{}]", texts.join(", "))
}

#[test]
fn b38_return_exceptions_collects_exceptions_and_cancellations() {
    run_ok(coroutine(async {
        let child = |value: Result<i32, Exception>| {
            coroutine(async move {
                sleep(0).await?;
                value
            })
        };
        let victim = create_task(child(Ok(0)))?;
        let cancelled = victim.clone();
        get_running_loop()?.call_soon(move || {
            cancelled.cancel_with("msg");
        })?;
        let children = [
            create_task(child(Ok(1)))?,
            create_task(child(Err(KeyError::new("k"))))?,
            victim.clone(),
            create_task(child(Ok(2)))?,
        ];
        say!("{}", outcomes(gather_exceptions(children).await?));
        say!("{}", py(victim.cancelled()));
        Ok(())
    }));
    assert_said(["[1, KeyError('k'), CancelledError(''), 2]", "True"]);
}

#[test]
fn b39_twice_the_same_is_one_child() {
    run_ok(coroutine(async {
        let child = create_task(coroutine(async {
            say!("child runs once");
            Ok(std::rc::Rc::new(()))
        }))?;
        let (a, b) = gather_tuple((&child, &child)).await?;
        say!("{}", py(std::rc::Rc::ptr_eq(&a, &b)));
        let empty = gather::<[Coroutine<std::future::Ready<Result<(), Exception>>>; 0]>([]);
        get_running_loop()?.call_soon(|| say!("queued first"))?;
        say!("{} {:?} no yield", py(empty.done()), empty.await?);
        assert!(gather_tuple(()).done());
        sleep(0).await
    }));
    assert_said(["child runs once", "True", "True [] no yield", "queued first"]);
}

#[test]
fn b40_children_that_are_done_are_counted_at_once() {
    run_ok(coroutine(async {
        let value = |number: i32| coroutine(async move { Ok(number) });
        let tasks = [create_task(value(1))?, create_task(value(2))?];
        sleep(0).await?;
        get_running_loop()?.call_soon(|| say!("queued first"))?;
        let outer = gather(&tasks);
        say!("{}", py(outer.done()));
        say!("{:?}", outer.await?);
        sleep(0).await
    }));
    assert_said(["True", "[1, 2]", "queued first"]);
}

#[test]
fn b95_two_hops_from_a_future_through_gather() {
    run_ok(coroutine(async {
        let future = get_running_loop()?.create_future::<()>();
        let awaited = future.clone();
        let task = create_task(coroutine(async move { gather([awaited]).await }))?;
        sleep(0).await?;
        future.set_result(())?;
        let mut hops = 0;
        while !task.done() {
            sleep(0).await?;
            hops += 1;
        }
        assert_eq!(hops, 2);
        Ok(())
    }));
}

fn child_with_cleanup(
    name: &'static str,
    cleanup: f64,
) -> Coroutine<impl Future<Output = Result<(), Exception>>> {
    coroutine(async move {
        let slept = sleep(60).await;
        sleep(cleanup).await?;
        say!("{name} cleaned up None");
        slept
    })
}

#[test]
fn c15_cancelling_gather_cancels_the_children_and_raises_with_the_first() {
    run_ok(coroutine(async {
        let outer = gather([child_with_cleanup("quick", 0.0), child_with_cleanup("slow", 0.03)]);
        let cancelled = outer.clone();
        get_running_loop()?.call_soon(move || {
            let result = cancelled.cancel();
            say!("{} {}", py(result), py(cancelled.cancelled()));
        })?;
        let error = (&outer).await.expect_err("it was cancelled");
        assert!(error.is_instance::<CancelledError>());
        say!("gather raised {} {}", py(outer.cancelled()), py(outer.done()));
        sleep(0.06).await
    }));
    assert_said([
        "True False",
        "quick cleaned up None",
        "gather raised False True",
        "slow cleaned up None",
    ]);
}

#[test]
fn c16_with_return_exceptions_it_waits_for_all_and_still_raises() {
    run_ok(coroutine(async {
        let task = create_task(coroutine(async {
            let children = [child_with_cleanup("quick", 0.0), child_with_cleanup("slow", 0.005)];
            gather_exceptions(children).await
        }))?;
        sleep(0.02).await?;
        task.cancel();
        asyncpy_runtime::wait([task.as_future().clone()]).await?;
        say!("{}", py(task.cancelled()));
        Ok(())
    }));
    assert_said(["quick cleaned up None", "slow cleaned up None", "True"]);
}

#[test]
fn c16_other_exceptions_of_the_children_do_not_take_its_place() {
    // Recorded on CPython 3.13: a cancelled gather with return_exceptions raises CancelledError even if the
    // last child ended with another exception, and every child's exception counts as retrieved.
    run_ok(coroutine(async {
        get_running_loop()?.set_exception_handler(|_, context| say!("reported: {context:?}"));
        let child = |name: &'static str| {
            coroutine(async move {
                let _cancelled = sleep(60).await;
                Err::<(), _>(ValueError::new(name))
            })
        };
        let outer = gather_exceptions([child("first"), child("last")]);
        sleep(0.02).await?;
        outer.cancel();
        let error = outer.await.expect_err("it was cancelled");
        say!("{error:?}");
        sleep(0).await
    }));
    assert_said(["CancelledError()"]);
}

#[test]
fn c17_a_child_cancelled_alone() {
    run_ok(coroutine(async {
        let child = |name: &'static str| {
            coroutine(async move {
                sleep(0.03).await?;
                say!("{name} ends");
                Ok(())
            })
        };
        let victim = create_task(child("victim"))?;
        let outer = gather([victim.clone(), create_task(child("sibling"))?]);
        sleep(0).await?;
        victim.cancel();
        let error = (&outer).await.expect_err("a child was cancelled");
        let counter = current_task()?.expect("main").cancelling();
        say!("{} {} {counter}", error.class_name(), py(outer.cancelled()));
        sleep(0.06).await
    }));
    assert_said(["CancelledError False 0", "sibling ends"]);
}

#[test]
fn c15_a_child_given_twice_is_cancelled_twice() {
    // CPython's gather keeps the argument list with its repetitions, and cancels each item.
    run_ok(coroutine(async {
        let child = create_task(sleep(60))?;
        let outer = gather_tuple((&child, &child));
        sleep(0).await?;
        assert!(outer.cancel());
        assert_eq!(child.cancelling(), 2);
        assert!(outer.await.is_err());
        assert!(!child.cancel());
        Ok(())
    }));
}

#[test]
fn c15_a_gather_that_is_done_cannot_be_cancelled() {
    run_ok(coroutine(async {
        let slow = create_task(sleep(60))?;
        let failing = create_task(coroutine(async { Err::<(), _>(ValueError::new(())) }))?;
        let outer = gather([slow.clone(), failing]);
        sleep(0).await?;
        sleep(0).await?;
        assert!(outer.done());
        assert!(!outer.cancel());
        assert_eq!(slow.cancelling(), 0);
        assert!(outer.await.is_err());
        Ok(())
    }));
}

#[test]
fn c13_gather_passes_the_message_on() {
    run_ok(coroutine(async {
        let outer = gather([sleep(60), sleep(60)]);
        sleep(0).await?;
        outer.cancel_with("why");
        say!("{}", error_of(outer.await));
        Ok(())
    }));
    assert_said(["why"]);
}

#[test]
fn tuples_gather_different_types() {
    run_ok(coroutine(async {
        let (number, text) = gather_tuple((sleep_with(0.2, 1), sleep_with(0.1, "b"))).await?;
        say!("{number} {text}");
        let (number, failed) = gather_tuple_exceptions((
            sleep_with(0, 2),
            coroutine(async { Err::<(), _>(ValueError::new("v")) }),
        ))
        .await?;
        say!("{} {:?}", number?, failed.expect_err("it failed"));
        Ok(())
    }));
    assert_said(["1 b", "2 ValueError('v')"]);
}

#[test]
fn a_gather_outside_a_run_takes_the_loop_of_its_futures() {
    // CPython: the loop is the one of the first future; only coroutines ask for the thread's.
    let event_loop = virtual_loop();
    let (first, second) = (event_loop.create_future::<i32>(), event_loop.create_future::<i32>());
    let outer = gather([first.clone(), second.clone()]);
    assert!(outer.get_loop().is(&event_loop));
    first.set_result(1).unwrap();
    second.set_result(2).unwrap();
    assert_eq!(event_loop.run_until_complete(outer).unwrap(), [1, 2]);
}

#[test]
fn a_handler_may_use_the_outer_future_while_gather_lets_go_of_its_children() {
    // The last handle of a failed child goes when gather ends; the report runs user code.
    let event_loop = virtual_loop();
    let outer_place = shared(None::<asyncpy_runtime::Future<Vec<()>>>);
    let inside = outer_place.clone();
    event_loop.set_exception_handler(move |_, context| {
        let outer = inside.borrow().clone();
        let cancelled = outer.is_some_and(|outer| outer.cancel());
        say!("{} {}", context.message.clone().unwrap_or_default(), py(cancelled));
    });
    let main = coroutine(async move {
        let child = |steps: u32| {
            coroutine(async move {
                for _ in 0..steps {
                    sleep(0).await?;
                }
                Err::<(), _>(ValueError::new(format!("after {steps}")))
            })
        };
        let outer = gather([child(0), child(0)]);
        outer_place.replace(Some(outer.clone()));
        say!("{}", error_of(outer.await));
        outer_place.replace(None);
        Ok(())
    });
    event_loop.run_until_complete(main).unwrap();
    assert_said(["after 0"]);
}
