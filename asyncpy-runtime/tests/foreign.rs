//! Futures of other crates inside coroutines, and ours inside their combinators.
//!
//! `foreign!` is what `.await` of such a future becomes in a coroutine. The rules in the names are those of
//! `leaf` and `checkpoint`.

mod common;

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use asyncpy_runtime::exception::{CancelledError, GeneratorExit, ValueError};
use asyncpy_runtime::macro_support::awaiting::{Probe, ProbeForeign as _};
use asyncpy_runtime::{
    Code, Exception, Frame, create_task, current_task, gather, get_running_loop, sleep, sleep_with,
    wait,
};
use common::{
    assert_said, coroutine, error_of, one_iteration, py, run_ok, said, say, shared, virtual_loop,
};
use futures_util::future::{
    AbortHandle, Abortable, Either, FutureExt as _, join_all, select, select_all,
};
use futures_util::stream::{FuturesUnordered, StreamExt as _};
use futures_util::{join, pin_mut, select_biased};

struct Here;

impl Frame for Here {
    const CODE: &'static Code = &Code { name: "here", file: file!(), line: line!() };
}

/// What `.await` becomes for a future that is not ours: its output, or what was raised instead.
macro_rules! foreign {
    ($future:expr) => {
        Probe($future).__wrap::<Here, { line!() }>().await.0
    };
}

/// What happened to a future by hand.
#[derive(Default)]
struct Counts {
    polls: Cell<usize>,
    drops: Cell<usize>,
    waker: RefCell<Option<Waker>>,
    ready: Cell<bool>,
}

impl Counts {
    fn finish(&self) {
        self.ready.set(true);
        let waker = self.waker.take();
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

/// A future that is ready when it is told to be.
struct ByHand(Rc<Counts>);

impl ByHand {
    fn new() -> (Self, Rc<Counts>) {
        let counts = Rc::new(Counts::default());
        (Self(Rc::clone(&counts)), counts)
    }
}

impl Future for ByHand {
    type Output = &'static str;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.polls.set(self.0.polls.get() + 1);
        if self.0.ready.get() {
            return Poll::Ready("by hand");
        }
        self.0.waker.replace(Some(cx.waker().clone()));
        Poll::Pending
    }
}

impl Drop for ByHand {
    fn drop(&mut self) {
        self.0.drops.set(self.0.drops.get() + 1);
    }
}

/// Counts the polls of the future inside.
async fn count_polls<F: Future>(future: F) -> (usize, F::Output) {
    pin_mut!(future);
    let mut polls = 0;
    poll_fn(move |cx| {
        polls += 1;
        future.as_mut().poll(cx).map(|output| (polls, output))
    })
    .await
}

fn is_cancelled<T: std::fmt::Debug>(result: &Result<T, Exception>) -> bool {
    result.as_ref().is_err_and(Exception::is_instance::<CancelledError>)
}

#[test]
fn leaf_1_under_another_waker_the_given_one_is_woken() {
    run_ok(coroutine(async {
        let futures: Vec<_> = {
            let event_loop = get_running_loop()?;
            (0..3).map(|_| event_loop.create_future::<usize>()).collect()
        };
        let mut unordered: FuturesUnordered<_> =
            futures.iter().cloned().map(IntoFuture::into_future).collect();
        let ends = futures.clone();
        let task = create_task(coroutine(async move {
            sleep(1).await?;
            for (number, future) in ends.iter().enumerate().rev() {
                future.set_result(number)?;
                sleep(1).await?;
            }
            Ok(())
        }))?;
        while let Some(result) = foreign!(unordered.next())? {
            say!("{}", result?);
        }
        task.await
    }));
    assert_said(["2", "1", "0"]);
}

#[test]
fn leaf_1_many_leaves_of_all_kinds_under_combinators() {
    for count in [2, 29, 31, 100] {
        run_ok(coroutine(async move {
            // join_all polls up to 30 with the waker it got, more with wakers of its own.
            let naps = (0..count).map(|number| sleep_with(f64::from(count - number), number));
            let results: Result<Vec<_>, _> = foreign!(join_all(naps))?.into_iter().collect();
            assert_eq!(results?, (0..count).collect::<Vec<_>>());

            let yields = (0..count).map(|number| async move {
                for _ in 0..number % 5 {
                    sleep(0).await?;
                }
                Ok::<_, Exception>(number)
            });
            let results: Result<Vec<_>, _> = foreign!(join_all(yields))?.into_iter().collect();
            assert_eq!(results?, (0..count).collect::<Vec<_>>());

            let mut tasks = Vec::new();
            for number in 0..count {
                tasks.push(create_task(sleep_with(f64::from(number), number))?);
            }
            let tasks = tasks.into_iter().map(IntoFuture::into_future);
            let results: Result<Vec<_>, _> = foreign!(join_all(tasks))?.into_iter().collect();
            assert_eq!(results?, (0..count).collect::<Vec<_>>());
            Ok(())
        }));
    }
}

#[test]
fn leaf_1_a_leaf_that_moves_from_waker_to_waker() {
    run_ok(coroutine(async {
        let future = get_running_loop()?.create_future::<&str>();
        let mut leaf = future.clone().into_future();
        let mut pending = |cx: &mut Context<'_>| assert!(leaf.poll_unpin(cx).is_pending());
        poll_fn(|cx| {
            pending(cx);
            pending(&mut Context::from_waker(Waker::noop()));
            pending(&mut Context::from_waker(&cx.waker().clone()));
            pending(&mut Context::from_waker(Waker::noop()));
            pending(cx);
            Poll::Ready(())
        })
        .await;
        let setter = future.clone();
        get_running_loop()?.call_soon(move || setter.set_result("moved"))?;
        let (polls, value) = count_polls(leaf).await;
        say!("{} {polls}", value?);
        Ok(())
    }));
    assert_said(["moved 2"]);
}

#[test]
fn leaf_5_one_of_two_leaves_of_a_task_is_dropped() {
    // Both are registered at the same future, for the same task.
    run_ok(coroutine(async {
        for drop_first in [true, false] {
            let future = get_running_loop()?.create_future::<&str>();
            let (mut first, mut second) =
                (future.clone().into_future(), future.clone().into_future());
            poll_fn(|cx| {
                assert!(first.poll_unpin(cx).is_pending() && second.poll_unpin(cx).is_pending());
                Poll::Ready(())
            })
            .await;
            let kept = if drop_first { (drop(first), second).1 } else { (drop(second), first).1 };
            let setter = future.clone();
            get_running_loop()?.call_soon(move || setter.set_result("woken"))?;
            say!("{}", kept.await?);
        }
        Ok(())
    }));
    assert_said(["woken", "woken"]);
}

#[test]
fn leaf_5_a_dropped_leaf_wakes_nobody() {
    run_ok(coroutine(async {
        let event_loop = get_running_loop()?;
        let losers: Vec<_> = (0..3).map(|_| event_loop.create_future::<()>()).collect();
        for loser in &losers {
            let raced = select(loser.clone().into_future(), std::future::ready("ready"));
            let Either::Right((ready, _)) = foreign!(raced)? else { panic!("nobody set it") };
            say!("{ready}");
        }
        let raced = losers.iter().cloned().map(IntoFuture::into_future);
        let won = foreign!(select(select_all(raced), std::future::ready(())))?;
        assert!(matches!(won, Either::Right(_)));
        drop(won);
        let mut unordered: FuturesUnordered<_> =
            losers.iter().cloned().map(IntoFuture::into_future).collect();
        assert!(matches!(
            foreign!(select(unordered.next(), std::future::ready(())))?,
            Either::Right(_)
        ));
        drop(unordered);
        sleep(0).await?; // it wakes its task once more, to give others a turn
        let never = event_loop.create_future::<()>();
        let ends = losers.clone();
        let finish = never.clone();
        event_loop.call_soon(move || {
            for loser in &ends {
                loser.set_result(())?;
            }
            Ok(())
        })?;
        event_loop.call_later(1, move || finish.set_result(()))?;
        let (polls, value) = count_polls(never.into_future()).await;
        value?;
        say!("{polls} polls");
        Ok(())
    }));
    assert_said(["ready", "ready", "ready", "2 polls"]);
}

#[test]
fn checkpoint_2_one_leaf_below_costs_no_hop_and_is_cancelled_itself() {
    run_ok(coroutine(async {
        let event_loop = get_running_loop()?;
        let future = event_loop.create_future::<()>();
        let (direct, wrapped) = (future.clone(), future.clone());
        let first = create_task(coroutine(async move {
            direct.await?;
            say!("direct");
            Ok(())
        }))?;
        let second = create_task(coroutine(async move {
            foreign!(wrapped.into_future())??;
            say!("wrapped");
            Ok(())
        }))?;
        sleep(0).await?;
        future.set_result(())?;
        event_loop.call_soon(|| say!("after both"))?;
        first.await?;
        second.await?;

        let future = event_loop.create_future::<()>();
        let wrapped = future.clone();
        let task = create_task(coroutine(async move {
            let outcome = foreign!(async {
                let outcome = wrapped.await;
                say!("inside: {}", outcome.as_ref().expect_err("cancelled"));
                sleep(1).await?; // its cleanup may await
                say!("cleaned up");
                outcome
            })?;
            say!("outside: {}", outcome.as_ref().expect_err("cancelled"));
            outcome
        }))?;
        sleep(0).await?;
        task.cancel_with("why");
        say!("future cancelled {}", py(future.cancelled()));
        say!("{} {}", error_of((&task).await), py(task.cancelled()));
        Ok(())
    }));
    assert_said([
        "direct",
        "wrapped",
        "after both",
        "future cancelled True",
        "inside: why",
        "cleaned up",
        "outside: why",
        "why True",
    ]);
}

#[test]
fn checkpoint_3_without_a_leaf_it_raises_before_another_poll() {
    run_ok(coroutine(async {
        let (future, counts) = ByHand::new();
        let task = create_task(coroutine(async move {
            let outcome = foreign!(future);
            say!("{:?}", outcome.as_ref().expect_err("cancelled"));
            outcome
        }))?;
        sleep(0).await?;
        task.cancel_with("why");
        get_running_loop()?.call_soon(|| say!("behind the step"))?;
        sleep(0).await?;
        say!("{} {}", py(task.cancelled()), task.await.is_err());
        say!("polls {} drops {}", counts.polls.get(), counts.drops.get());
        counts.finish(); // wakes nobody
        sleep(0).await?;
        assert_eq!(counts.polls.get(), 1);
        Ok(())
    }));
    assert_said(["CancelledError('why')", "behind the step", "True true", "polls 1 drops 1"]);
}

#[test]
fn checkpoint_3_a_result_on_its_way_is_lost_to_the_cancel() {
    run_ok(coroutine(async {
        let (future, counts) = ByHand::new();
        let task = create_task(coroutine(async move { foreign!(future) }))?;
        sleep(0).await?;
        counts.finish();
        task.cancel();
        assert!(is_cancelled(&task.await));
        assert_eq!((counts.polls.get(), counts.drops.get()), (1, 1));
        Ok(())
    }));
}

#[test]
fn checkpoint_3_a_caught_cancel_lets_the_task_await_again() {
    run_ok(coroutine(async {
        let (first, _counts) = ByHand::new();
        let (second, counts) = ByHand::new();
        let task = create_task(coroutine(async move {
            say!("{}", py(is_cancelled(&foreign!(first))));
            let value = foreign!(second)?;
            say!("{value} {}", current_task()?.expect("a task").cancelling());
            Ok(())
        }))?;
        sleep(0).await?;
        task.cancel();
        sleep(0).await?;
        counts.finish();
        task.await
    }));
    assert_said(["True", "by hand 1"]);
}

#[test]
fn checkpoint_3_several_leaves() {
    run_ok(coroutine(async {
        let event_loop = get_running_loop()?;
        let futures: Vec<_> = (0..3).map(|_| event_loop.create_future::<()>()).collect();
        let awaited = futures.clone();
        let task = create_task(coroutine(async move {
            let all = join_all(awaited.into_iter().map(IntoFuture::into_future));
            foreign!(all).map(drop)
        }))?;
        sleep(0).await?;
        task.cancel();
        assert!(is_cancelled(&task.await));
        // None of them is cancelled: the checkpoint was the leaf, and nothing is registered any more.
        for future in futures {
            assert!(!future.done());
            future.set_result(())?;
        }
        sleep(0).await
    }));
}

/// Cancels a task that waits for `make(never)` and asserts that it ends by that, whatever was cancelled.
fn cancelled_in<T: std::fmt::Debug + 'static, F: Future<Output = T> + 'static>(
    make: impl Fn(ByHand) -> F + 'static,
) {
    run_ok(coroutine(async move {
        for how_long_before in [0.0, 0.5] {
            let (never, counts) = ByHand::new();
            let future = make(never);
            let task = create_task(coroutine(async move { foreign!(future).map(drop) }))?;
            sleep(how_long_before).await?;
            assert!(task.cancel());
            let ended = task.await;
            assert!(is_cancelled(&ended), "{ended:?}");
            assert_eq!(counts.drops.get(), 1);
            assert!(counts.polls.get() <= 3, "{}", counts.polls.get());
        }
        Ok(())
    }));
}

#[test]
fn checkpoint_4_ours_beside_one_that_never_ends() {
    cancelled_in(|never| async { join!(sleep(60), never) });
    cancelled_in(|never| async { join!(never, sleep(60)) });
    cancelled_in(|never| async { join!(sleep(0), never) });
    cancelled_in(|never| async { join!(sleep(60), never, sleep(60)) });
    cancelled_in(|never| async {
        let gathered = gather([sleep(60), sleep(60)]);
        join!(gathered.into_future(), never)
    });
}

#[test]
fn a_select_gives_what_the_cancelled_side_gave() {
    // It is the coroutine's to raise it, as in Python after `except CancelledError`.
    run_ok(coroutine(async {
        let task = create_task(coroutine(async {
            let (mut nap, mut never) =
                (sleep(60).boxed_local().fuse(), std::future::pending::<()>().fuse());
            let slept = foreign!(async {
                select_biased! { slept = nap => slept, () = never => Ok(()) }
            })?;
            say!("{}", py(is_cancelled(&slept)));
            foreign!(select(Box::pin(sleep(60)), std::future::pending::<()>()).map(|_| "swallowed"))
        }))?;
        sleep(0).await?;
        task.cancel();
        sleep(0).await?;
        task.cancel();
        say!("{}", task.await?);
        Ok(())
    }));
    assert_said(["True", "swallowed"]);
}

#[test]
fn checkpoint_4_ours_cleans_up_before() {
    // What was delivered in one poll counts in the later ones, when the cleanup is over.
    cancelled_in(|never| async {
        let with_cleanup = async {
            let cancelled = sleep(60).await;
            sleep(1).await?;
            say!("cleaned up");
            cancelled
        };
        join!(with_cleanup, never)
    });
    assert_said(["cleaned up", "cleaned up"]);
}

#[test]
fn checkpoint_4_under_wakers_of_the_combinator() {
    for count in [1, 2, 40] {
        cancelled_in(move |never| async move {
            let unordered = FuturesUnordered::new();
            unordered.push(async { assert_eq!(never.await, "") }.boxed_local());
            for number in 0..count {
                unordered.push(async move { drop(sleep(60 + number).await) }.boxed_local());
            }
            unordered.collect::<Vec<()>>().await
        });
    }
}

#[test]
fn checkpoint_4_nested_checkpoints() {
    cancelled_in(|never| async {
        let inner = async {
            let outcome = foreign!(async { join!(sleep(60), std::future::pending::<()>()) });
            say!("inner {}", py(is_cancelled(&outcome)));
        };
        join!(inner, never)
    });
    assert_said(["inner True", "inner True"]);
}

#[test]
fn checkpoint_4_a_cancel_of_oneself_before_the_await() {
    run_ok(coroutine(async {
        let (never, counts) = ByHand::new();
        let task = create_task(coroutine(async move {
            current_task()?.expect("a task").cancel_with("myself");
            foreign!(never).map(drop)
        }))?;
        say!("{:?}", task.await.expect_err("cancelled"));
        assert_eq!(counts.drops.get(), 1);
        let task = create_task(coroutine(async move {
            current_task()?.expect("a task").cancel_with("with leaves");
            foreign!(async { join!(sleep(1), sleep(2)) }).map(drop)
        }))?;
        say!("{:?}", task.await.expect_err("cancelled"));
        let task = create_task(coroutine(async move {
            let in_between = async {
                current_task().ok().flatten().expect("a task").cancel_with("in between");
            };
            foreign!(async { join!(sleep(1), in_between, std::future::pending::<()>()) }).map(drop)
        }))?;
        say!("{:?}", task.await.expect_err("cancelled"));
        Ok(())
    }));
    assert_said([
        "CancelledError('myself')",
        "CancelledError('with leaves')",
        "CancelledError('in between')",
    ]);
}

#[test]
fn checkpoint_5_the_other_side_is_ready_in_the_same_step() {
    run_ok(coroutine(async {
        for ours_first in [true, false] {
            let (other, counts) = ByHand::new();
            let task = create_task(coroutine(async move {
                let nap = Box::pin(sleep(60));
                let value = if ours_first {
                    foreign!(select(nap, other))?.told()
                } else {
                    foreign!(select(other, nap))?.told()
                };
                say!("not cancelled: {value}");
                Ok(())
            }))?;
            sleep(0).await?;
            task.cancel();
            counts.finish();
            say!("{}", py(is_cancelled(&task.await)));
        }
        Ok(())
    }));
    // Ours first: select gives what the cancelled sleep gave, and the coroutine sees that it did.
    assert_eq!(said(), ["not cancelled: ours was cancelled", "False", "True"]);
}

/// What `select` gave, told from which side.
trait Sides {
    fn told(self) -> &'static str;
}

impl<A: Told, B: Told, F, G> Sides for Either<(A, F), (B, G)> {
    fn told(self) -> &'static str {
        match self {
            Either::Left((left, _)) => left.told(),
            Either::Right((right, _)) => right.told(),
        }
    }
}

trait Told {
    fn told(self) -> &'static str;
}

impl Told for Result<(), Exception> {
    fn told(self) -> &'static str {
        if is_cancelled(&self) { "ours was cancelled" } else { "ours was not cancelled" }
    }
}

impl Told for &'static str {
    fn told(self) -> &'static str {
        self
    }
}

#[test]
fn a_task_that_swallows_a_cancel_below_a_checkpoint_ends_normally() {
    run_ok(coroutine(async {
        let task = create_task(coroutine(async {
            let inner = create_task(coroutine(async {
                let _swallowed = sleep(60).await;
                sleep_with(1, "inner").await
            }))?;
            foreign!(inner.into_future())?
        }))?;
        sleep(0.5).await?;
        task.cancel();
        say!("{}", task.await?);
        Ok(())
    }));
    assert_said(["inner"]);
}

#[test]
fn a_foreign_future_that_wakes_itself_can_be_cancelled() {
    run_ok(coroutine(async {
        let polls = Rc::new(Cell::new(0));
        let counted = Rc::clone(&polls);
        let busy = poll_fn(move |cx| {
            counted.set(counted.get() + 1);
            cx.waker().wake_by_ref();
            Poll::<()>::Pending
        });
        let task = create_task(coroutine(async move { foreign!(busy) }))?;
        for _ in 0..5 {
            sleep(0).await?;
        }
        assert_eq!(polls.get(), 5, "one poll per iteration");
        task.cancel();
        assert!(is_cancelled(&task.await));
        assert_eq!(polls.get(), 5);
        Ok(())
    }));
}

#[test]
fn an_abortable_of_ours() {
    run_ok(coroutine(async {
        let (handle, registration) = AbortHandle::new_pair();
        let nap = Abortable::new(sleep(3600), registration);
        get_running_loop()?.call_later(1, move || handle.abort())?;
        assert!(foreign!(nap)?.is_err());
        assert!(get_running_loop()?.time() < 3600.0);
        Ok(())
    }));
}

#[test]
fn a_shared_future_polled_by_two_tasks() {
    run_ok(coroutine(async {
        let shared =
            async { sleep_with(1, "shared").await.unwrap_or("cancelled") }.boxed_local().shared();
        let (mine, theirs) = (shared.clone(), shared);
        let task = create_task(coroutine(async move { foreign!(theirs) }))?;
        sleep(0).await?;
        let mine = foreign!(mine)?;
        say!("{mine} {}", task.await?);
        Ok(())
    }));
    assert_said(["shared shared"]);
}

#[test]
fn a_shared_future_whose_first_task_is_cancelled() {
    run_ok(coroutine(async {
        let future = get_running_loop()?.create_future::<&str>();
        let awaited = future.clone();
        let shared = async move { awaited.await.unwrap_or("cancelled") }.boxed_local().shared();
        let (mine, theirs) = (shared.clone(), shared);
        let first = create_task(coroutine(async move { foreign!(theirs) }))?;
        let second = create_task(coroutine(async move { foreign!(mine) }))?;
        sleep(0).await?;
        first.cancel(); // goes to the future they both wait for, as with two awaits of one future
        wait([(*first).clone(), (*second).clone()]).await?;
        say!("{} {}", py(future.cancelled()), second.result()?);
        Ok(())
    }));
    assert_said(["True cancelled"]);
}

#[test]
fn checkpoint_3_closing_raises_generator_exit() {
    let event_loop = virtual_loop();
    event_loop.set_exception_handler(|_, context| {
        say!("{}", context.message.clone().unwrap_or_default());
    });
    let (never, counts) = ByHand::new();
    let (other, others) = ByHand::new();
    drop(event_loop.create_task(coroutine(async move {
        let error = foreign!(never).expect_err("closed");
        say!("{}", py(error.is_instance::<GeneratorExit>()));
        Err::<(), _>(error)
    })));
    drop(event_loop.create_task(coroutine(async move {
        let error = foreign!(async { join!(sleep(1), sleep(2), other) }).expect_err("closed");
        say!("{}", py(error.is_instance::<GeneratorExit>()));
        Err::<(), _>(error)
    })));
    one_iteration(&event_loop);
    event_loop.close().unwrap();
    assert_said([
        "True",
        "Task was destroyed but it is pending!",
        "True",
        "Task was destroyed but it is pending!",
    ]);
    assert_eq!((counts.polls.get(), counts.drops.get()), (1, 1));
    assert_eq!((others.polls.get(), others.drops.get()), (1, 1));
}

#[test]
fn checkpoint_1_reading_the_stack_polls_nothing() {
    run_ok(coroutine(async {
        let (future, counts) = ByHand::new();
        let task = create_task(coroutine(async move { foreign!(future) }))?;
        sleep(0).await?;
        assert_eq!(task.await_chain().len(), 1);
        assert!(format!("{task:?}").starts_with("<Task pending name="));
        assert_eq!(counts.polls.get(), 1);
        counts.finish();
        assert_eq!(task.await_chain().len(), 1);
        assert_eq!(task.await?, "by hand");
        assert_eq!(counts.polls.get(), 2);
        Ok(())
    }));
}

#[test]
fn exceptions_come_out_of_combinators() {
    run_ok(coroutine(async {
        let fails = |name: &'static str, delay: u32| async move {
            sleep(delay).await?;
            Err::<(), Exception>(ValueError::new(name))
        };
        let (a, b) = foreign!(async { join!(fails("a", 2), fails("b", 1)) })?;
        say!("{} {}", error_of(a), error_of(b));
        Ok(())
    }));
    assert_said(["a b"]);
}

#[test]
fn a_task_joined_with_its_own_canceller() {
    // The request comes from inside the same step, after a leaf of this task has suspended.
    run_ok(coroutine(async {
        let place = shared(None::<asyncpy_runtime::AnyTask>);
        let inside = place.clone();
        let task = create_task(coroutine(async move {
            let canceller = async {
                sleep(1).await?;
                let me = inside.borrow().clone().expect("set below");
                me.cancel_with("from inside");
                sleep(60).await
            };
            foreign!(async { join!(sleep(60), canceller) }).map(drop)
        }))?;
        place.replace(Some((*task).clone()));
        say!("{:?}", task.await.expect_err("cancelled"));
        place.take();
        assert!(get_running_loop()?.time() < 2.0);
        Ok(())
    }));
    assert_said(["CancelledError('from inside')"]);
}

#[test]
fn wakers_of_combinators_are_woken_in_order_of_registration() {
    run_ok(coroutine(async {
        let event_loop = get_running_loop()?;
        let future = event_loop.create_future::<()>();
        let waiter = |name: &'static str| {
            let future = future.clone();
            async move {
                future.await?;
                say!("{name}");
                Ok::<(), Exception>(())
            }
        };
        let under: FuturesUnordered<_> = [waiter("c"), waiter("d")].into_iter().collect();
        let tasks = [create_task(coroutine(waiter("a")))?, create_task(coroutine(waiter("b")))?];
        let combined = create_task(coroutine(async move {
            let results = foreign!(under.collect::<Vec<_>>())?;
            results.into_iter().collect::<Result<Vec<()>, _>>().map(drop)
        }))?;
        sleep(0).await?;
        sleep(0).await?; // it wakes its task once more, to give others a turn
        future.add_done_callback(|_| say!("callback"));
        future.set_result(())?;
        for task in tasks {
            task.await?;
        }
        combined.await
    }));
    assert_said(["a", "b", "c", "d", "callback"]);
}
