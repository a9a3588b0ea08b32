//! Wakers of tasks on other threads: cloned, woken and dropped at every time at which that is possible.
//!
//! Foreign futures are awaited bare here: what is tested is the waker, not the checkpoint around it.

mod common;

use std::future::poll_fn;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Barrier, Mutex};
use std::task::{Poll, Waker};
use std::thread;

use asyncpy_runtime::{Exception, create_task, gather, get_running_loop, sleep};
use common::{Watchdog, coroutine, error_of, one_iteration, run_ok, shared, virtual_loop};

/// How many wake-ups a storm has, and how many threads.
const STORM: usize = if cfg!(miri) { 20 } else { 2000 };
const THREADS: usize = 3;

/// One value from a thread to a task.
struct Slot<T> {
    state: Mutex<(Option<T>, Option<Waker>)>,
}

impl<T> Slot<T> {
    fn new() -> Arc<Self> {
        Arc::new(Self { state: Mutex::new((None, None)) })
    }

    fn put(&self, value: T) {
        let mut state = self.state.lock().unwrap();
        state.0 = Some(value);
        let waker = state.1.take();
        drop(state);
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    async fn take(self: Arc<Self>) -> T {
        poll_fn(|cx| {
            let mut state = self.state.lock().unwrap();
            if let Some(value) = state.0.take() {
                return Poll::Ready(value);
            }
            state.1 = Some(cx.waker().clone());
            Poll::Pending
        })
        .await
    }
}

/// A waker of the running task.
async fn own_waker() -> Waker {
    poll_fn(|cx| Poll::Ready(cx.waker().clone())).await
}

/// Pending once: the next poll, whoever causes it, ends it.
async fn next_step() {
    let mut polled = false;
    poll_fn(|_| if std::mem::replace(&mut polled, true) { Poll::Ready(()) } else { Poll::Pending })
        .await;
}

#[test]
fn values_from_other_threads() {
    run_ok(coroutine(async {
        let mut tasks = Vec::new();
        for number in 0..THREADS {
            let (there, back) = (Slot::new(), Slot::new());
            let (in_thread, out_thread) = (Arc::clone(&there), Arc::clone(&back));
            let thread = thread::spawn(move || {
                for round in 0..3 {
                    in_thread.put(number * 10 + round);
                    // The answer comes from the loop's thread, which wakes nobody here.
                    while out_thread.state.lock().unwrap().0.take().is_none() {
                        thread::yield_now();
                    }
                }
            });
            tasks.push(create_task(coroutine(async move {
                let mut sum = 0;
                for _ in 0..3 {
                    sum += Arc::clone(&there).take().await;
                    back.put(());
                }
                thread.join().expect("no panic");
                Ok(sum)
            }))?);
        }
        assert_eq!(gather(tasks).await?, [3, 33, 63]);
        Ok(())
    }));
}

#[test]
fn woken_on_another_thread_during_the_poll() {
    // The borrowed waker of the poll is used on a thread of the poll's own scope.
    run_ok(coroutine(async {
        let mut polls = 0;
        poll_fn(|cx| {
            polls += 1;
            if polls == 3 {
                return Poll::Ready(());
            }
            let waker = cx.waker();
            thread::scope(|scope| {
                scope.spawn(|| waker.wake_by_ref());
                scope.spawn(|| waker.wake_by_ref());
            });
            Poll::Pending
        })
        .await;
        assert_eq!(polls, 3);
        Ok(())
    }));
}

#[test]
fn cloned_on_several_threads_during_the_poll() {
    run_ok(coroutine(async {
        let clones = Mutex::new(Vec::new());
        let mut polls = 0;
        poll_fn(|cx| {
            polls += 1;
            if polls == 2 {
                return Poll::Ready(());
            }
            let waker = cx.waker();
            thread::scope(|scope| {
                for _ in 0..THREADS {
                    scope.spawn(|| clones.lock().unwrap().push(waker.clone()));
                }
            });
            Poll::Pending
        })
        .await_after(async {
            // All clones are of one task.
            let clones = std::mem::take(&mut *clones.lock().unwrap());
            assert!(clones.windows(2).all(|two| two[0].will_wake(&two[1])));
            thread::spawn(move || clones.into_iter().for_each(Waker::wake));
        })
        .await;
        assert_eq!(polls, 2);
        Ok(())
    }));
}

/// Polls a future once, runs something, then polls it to its end.
trait AwaitAfter: Future + Sized {
    async fn await_after(self, between: impl Future<Output = ()>) -> Self::Output {
        let mut future = std::pin::pin!(self);
        let mut between = Some(Box::pin(between));
        poll_fn(move |cx| {
            let polled = future.as_mut().poll(cx);
            if polled.is_pending()
                && let Some(mut between) = between.take()
            {
                assert!(between.as_mut().poll(cx).is_ready());
            }
            polled
        })
        .await
    }
}

impl<F: Future> AwaitAfter for F {}

#[test]
fn one_step_for_many_wakes() {
    // Wakes that come before the step are one step, wherever they come from.
    run_ok(coroutine(async {
        let steps = Arc::new(AtomicUsize::new(0));
        let place = shared(None::<Waker>);
        let (counted, given) = (Arc::clone(&steps), place.clone());
        let task = create_task(coroutine(async move {
            given.replace(Some(own_waker().await));
            poll_fn(|_| {
                let before = counted.fetch_add(1, Ordering::Relaxed);
                if before == 2 { Poll::Ready(()) } else { Poll::Pending }
            })
            .await;
            Ok(())
        }))?;
        sleep(0).await?;
        let waker = place.take().expect("the task ran");
        assert_eq!(steps.load(Ordering::Relaxed), 1);
        for _ in 0..3 {
            waker.wake_by_ref();
        }
        thread::scope(|scope| {
            for _ in 0..THREADS {
                scope.spawn(|| waker.wake_by_ref());
            }
        });
        sleep(0).await?;
        sleep(0).await?;
        // The message of the other threads may come one iteration after the step that this thread caused.
        assert!((2..=3).contains(&steps.load(Ordering::Relaxed)));
        waker.wake();
        task.await
    }));
}

#[test]
fn wakes_of_other_threads_are_one_step() {
    run_ok(coroutine(async {
        let steps = Arc::new(AtomicUsize::new(0));
        let place = shared(None::<Waker>);
        let (counted, given) = (Arc::clone(&steps), place.clone());
        let task = create_task(coroutine(async move {
            given.replace(Some(own_waker().await));
            poll_fn(|_| {
                let before = counted.fetch_add(1, Ordering::Relaxed);
                if before == 2 { Poll::Ready(()) } else { Poll::Pending }
            })
            .await;
            Ok(())
        }))?;
        sleep(0).await?;
        let waker = place.take().expect("the task ran");
        thread::scope(|scope| {
            for _ in 0..THREADS {
                scope.spawn(|| waker.wake_by_ref());
            }
        });
        for _ in 0..3 {
            sleep(0).await?;
        }
        assert_eq!(steps.load(Ordering::Relaxed), 2);
        waker.wake_by_ref();
        waker.wake();
        task.await
    }));
}

#[test]
fn a_storm_of_wakes_loses_none() {
    run_ok(coroutine(async {
        let written = Arc::new((0..THREADS).map(|_| AtomicUsize::new(0)).collect::<Vec<_>>());
        let waker = own_waker().await;
        let threads: Vec<_> = (0..THREADS)
            .map(|index| {
                let (written, waker) = (Arc::clone(&written), waker.clone());
                thread::spawn(move || {
                    for number in 1..=STORM {
                        written[index].store(number, Ordering::Relaxed);
                        let clone = (number % 3 == 0).then(|| waker.clone());
                        waker.wake_by_ref();
                        drop(clone);
                    }
                })
            })
            .collect();
        let mut polls = 0;
        // Nothing but the wakers polls this: if the last one is lost, it hangs.
        poll_fn(|_| {
            polls += 1;
            let all = written.iter().all(|one| one.load(Ordering::Relaxed) == STORM);
            if all { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        assert!(polls <= THREADS * STORM + 1);
        for thread in threads {
            thread.join().expect("no panic");
        }
        Ok(())
    }));
}

#[test]
fn two_tasks_and_a_storm() {
    // The wakers of several tasks share the inbox.
    run_ok(coroutine(async {
        let mut tasks = Vec::new();
        for _ in 0..THREADS {
            tasks.push(create_task(coroutine(async {
                let waker = own_waker().await;
                let written = Arc::new(AtomicUsize::new(0));
                let writes = Arc::clone(&written);
                let thread = thread::spawn(move || {
                    for number in 1..=STORM {
                        writes.store(number, Ordering::Relaxed);
                        waker.wake_by_ref();
                    }
                });
                poll_fn(|_| {
                    let last = written.load(Ordering::Relaxed) == STORM;
                    if last { Poll::Ready(()) } else { Poll::Pending }
                })
                .await;
                thread.join().expect("no panic");
                Ok(())
            }))?);
        }
        gather(tasks).await
    }));
}

#[test]
fn wakers_outlive_their_task() {
    run_ok(coroutine(async {
        let wakers = create_task(coroutine(async {
            let waker = own_waker().await;
            Ok(vec![waker.clone(), waker.clone(), waker])
        }))?
        .await?;
        let others: Vec<Waker> = wakers.clone();
        for waker in wakers {
            waker.wake(); // on this thread
        }
        let thread = thread::spawn(move || {
            let mut others = others.into_iter();
            others.next().expect("three").wake();
            others.next().expect("three").clone().wake_by_ref();
            drop(others);
        });
        thread.join().expect("no panic");
        for _ in 0..3 {
            sleep(0).await?;
        }
        Ok(())
    }));
}

#[test]
fn wakers_outlive_their_loop() {
    let _watchdog = Watchdog::new();
    let event_loop = virtual_loop();
    let place = shared(None::<Waker>);
    let given = place.clone();
    let task = event_loop
        .create_task(coroutine(async move {
            given.replace(Some(own_waker().await));
            next_step().await;
            Ok(())
        }))
        .unwrap();
    event_loop.set_exception_handler(|_, _| {});
    one_iteration(&event_loop);
    let waker = place.take().expect("the task ran");
    let (early, late) = (waker.clone(), waker.clone());
    // One message is in the inbox when the loop is closed.
    thread::spawn(move || early.wake()).join().unwrap();
    event_loop.close().unwrap();
    waker.wake_by_ref();
    drop((event_loop, task));
    waker.wake();
    thread::spawn(move || late.wake()).join().unwrap();
}

#[test]
fn wakers_outlive_the_thread_of_their_loop() {
    let _watchdog = Watchdog::new();
    let (sender, wakers) = channel();
    let thread = thread::spawn(move || {
        let event_loop = virtual_loop();
        event_loop.set_exception_handler(|_, _| {});
        let task = coroutine(async move {
            for _ in 0..3 {
                sender.send(own_waker().await).expect("the test listens");
            }
            next_step().await;
            Ok(())
        });
        drop(event_loop.create_task(task));
        one_iteration(&event_loop);
    });
    thread.join().unwrap();
    let mut wakers = wakers.into_iter();
    wakers.next().unwrap().wake();
    wakers.next().unwrap().wake_by_ref();
    thread::spawn(move || wakers.for_each(Waker::wake)).join().unwrap();
}

#[test]
fn a_thread_wakes_while_it_ends() {
    // From the destructor of a thread-local variable.
    struct WakesLate(Waker);
    impl Drop for WakesLate {
        fn drop(&mut self) {
            let clone = self.0.clone();
            self.0.wake_by_ref();
            clone.wake();
        }
    }
    thread_local! {
        static LATE: std::cell::RefCell<Option<WakesLate>> = const { std::cell::RefCell::new(None) };
    }
    run_ok(coroutine(async {
        let waker = own_waker().await;
        let mut thread = None;
        let mut polls = 0;
        poll_fn(|_| {
            polls += 1;
            if polls == 2 {
                return Poll::Ready(());
            }
            let waker = waker.clone();
            thread = Some(thread::spawn(move || {
                LATE.with_borrow_mut(|late| *late = Some(WakesLate(waker)));
            }));
            Poll::Pending
        })
        .await;
        Ok(())
    }));
}

#[test]
fn the_loops_thread_wakes_while_it_ends() {
    // The loop itself is destroyed with the thread's variables, its wakers before or after it.
    struct WakesLate(Vec<Waker>);
    impl Drop for WakesLate {
        fn drop(&mut self) {
            self.0.drain(..).for_each(Waker::wake);
        }
    }
    thread_local! {
        static BEFORE: std::cell::RefCell<Option<WakesLate>> = const { std::cell::RefCell::new(None) };
        static AFTER: std::cell::RefCell<Option<WakesLate>> = const { std::cell::RefCell::new(None) };
    }
    let thread = thread::spawn(|| {
        BEFORE.with_borrow_mut(|wakers| *wakers = Some(WakesLate(Vec::new())));
        let event_loop = virtual_loop();
        event_loop.set_exception_handler(|_, _| {});
        asyncpy_runtime::set_event_loop(Some(&event_loop));
        AFTER.with_borrow_mut(|wakers| *wakers = Some(WakesLate(Vec::new())));
        let task = coroutine(async {
            let waker = own_waker().await;
            for place in [&BEFORE, &AFTER] {
                place.with_borrow_mut(|wakers| {
                    wakers.as_mut().expect("set above").0.extend([waker.clone(), waker.clone()]);
                });
            }
            next_step().await;
            Ok(())
        });
        drop(event_loop.create_task(task));
        one_iteration(&event_loop);
    });
    thread.join().unwrap();
}

#[test]
fn clones_and_drops_race_with_the_end_of_the_task() {
    run_ok(coroutine(async {
        let rounds = if cfg!(miri) { 3 } else { 100 };
        for _ in 0..rounds {
            let barrier = Arc::new(Barrier::new(THREADS));
            let waker = create_task(coroutine(async { Ok(own_waker().await) }))?;
            let (sender, wakers) = channel::<Waker>();
            let threads: Vec<_> = (0..THREADS - 1)
                .map(|_| {
                    let barrier = Arc::clone(&barrier);
                    let sender = sender.clone();
                    let (given, waits) = channel::<Waker>();
                    let thread = thread::spawn(move || {
                        let waker = waits.recv().expect("one waker");
                        barrier.wait();
                        let clone = waker.clone();
                        waker.wake();
                        clone.wake_by_ref();
                        sender.send(clone).expect("the test listens");
                    });
                    (thread, given)
                })
                .collect();
            drop(sender);
            let waker = waker.await?;
            for (_, given) in &threads {
                given.send(waker.clone()).expect("the thread listens");
            }
            barrier.wait();
            drop(waker);
            for (thread, _) in threads {
                thread.join().expect("no panic");
            }
            assert_eq!(wakers.into_iter().count(), THREADS - 1);
        }
        Ok(())
    }));
}

#[test]
fn tasks_end_while_other_threads_wake_them() {
    // Each task ends by itself while a thread still wakes it.
    run_ok(coroutine(async {
        let tasks = if cfg!(miri) { 3 } else { 50 };
        let (sender, wakers) = channel::<Waker>();
        let thread = thread::spawn(move || {
            for waker in wakers {
                for _ in 0..20 {
                    waker.wake_by_ref();
                }
                waker.wake();
            }
        });
        for _ in 0..tasks {
            let sender = sender.clone();
            create_task(coroutine(async move {
                sender.send(own_waker().await).expect("the thread listens");
                next_step().await;
                Ok(())
            }))?
            .await?;
        }
        drop(sender);
        thread.join().expect("no panic");
        Ok(())
    }));
}

#[test]
fn calls_of_threads_keep_the_order_of_each() {
    run_ok(coroutine(async {
        let event_loop = get_running_loop()?;
        let calls = if cfg!(miri) { 5 } else { 200 };
        let (sender, seen) = channel::<(usize, usize)>();
        let done = Slot::new();
        let threads: Vec<_> = (0..THREADS)
            .map(|index| {
                let (threadsafe, sender) = (event_loop.threadsafe(), sender.clone());
                let done = Arc::clone(&done);
                thread::spawn(move || {
                    for number in 0..calls {
                        let sender = sender.clone();
                        let call = move || sender.send((index, number)).expect("the test listens");
                        threadsafe.call_soon(call).expect("the loop is open");
                    }
                    let finish = move || done.put(());
                    threadsafe.call_soon(finish).expect("the loop is open");
                })
            })
            .collect();
        drop(sender);
        for thread in threads {
            thread.join().expect("no panic");
        }
        sleep(0).await?;
        done.take().await;
        let seen: Vec<_> = seen.try_iter().collect();
        assert_eq!(seen.len(), THREADS * calls);
        for index in 0..THREADS {
            let of_one = seen.iter().filter(|(from, _)| *from == index).map(|(_, number)| *number);
            assert!(of_one.eq(0..calls));
        }
        Ok(())
    }));
}

#[test]
fn a_call_wakes_a_loop_that_sleeps() {
    run_ok(coroutine(async {
        let threadsafe = get_running_loop()?.threadsafe();
        let slot = Slot::new();
        let put = Arc::clone(&slot);
        let thread = thread::spawn(move || {
            threadsafe.call_soon(move || put.put("called")).map_err(|error| error.to_string())
        });
        assert_eq!(slot.take().await, "called");
        thread.join().expect("no panic").expect("the loop is open");
        Ok(())
    }));
}

#[test]
fn calls_into_a_closed_loop_are_refused_and_dropped() {
    struct CountsDrops(Arc<AtomicUsize>);
    impl Drop for CountsDrops {
        fn drop(&mut self) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
    let drops = Arc::new(AtomicUsize::new(0));
    let event_loop = virtual_loop();
    let threadsafe = event_loop.threadsafe();
    let capture = || CountsDrops(Arc::clone(&drops));
    let (before, after) = (capture(), capture());
    let from_thread = |captured: CountsDrops| {
        let threadsafe = threadsafe.clone();
        thread::spawn(move || {
            let called = threadsafe.call_soon(move || drop(captured));
            called.map_err(|error| error.to_string())
        })
        .join()
        .expect("no panic")
    };
    assert_eq!(from_thread(before), Ok(()));
    assert_eq!(drops.load(Ordering::Relaxed), 0);
    event_loop.close().unwrap();
    assert_eq!(drops.load(Ordering::Relaxed), 1);
    assert_eq!(from_thread(after), Err("Event loop is closed".to_owned()));
    assert_eq!(drops.load(Ordering::Relaxed), 2);
    assert_eq!(error_of(threadsafe.call_soon(|| {})), "Event loop is closed");
}

#[test]
fn an_exception_of_a_call_goes_to_the_handler() {
    run_ok(coroutine(async {
        let event_loop = get_running_loop()?;
        let reports = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&reports);
        event_loop.set_exception_handler(move |_, context| {
            assert!(context.exception.is_some());
            counted.fetch_add(1, Ordering::Relaxed);
        });
        let threadsafe = event_loop.threadsafe();
        let slot = Slot::new();
        let put = Arc::clone(&slot);
        let thread = thread::spawn(move || {
            let fail = || Err::<(), _>(asyncpy_runtime::exception::ValueError::new("in the call"));
            threadsafe.call_soon(fail).map_err(|error| error.to_string())?;
            let panics = || -> Result<(), Exception> { panic!("in the call") };
            threadsafe.call_soon(panics).map_err(|error| error.to_string())?;
            threadsafe.call_soon(move || put.put(())).map_err(|error| error.to_string())
        });
        slot.take().await;
        thread.join().expect("no panic").expect("the loop is open");
        assert_eq!(reports.load(Ordering::Relaxed), 2);
        Ok(())
    }));
}
