//! What is polled, dropped and woken, and how often, when coroutines end in every way at every place.
//!
//! Terms: a *point* is an await of the coroutine under test, an *end* one way in which it may end there.

mod common;

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use asyncpy_runtime::exception::{CancelledError, GeneratorExit, ValueError};
use asyncpy_runtime::macro_support::awaiting::{Probe, ProbeForeign as _};
use asyncpy_runtime::{
    AnyFuture, Code, ContextVar, EventLoop, Exception, Frame, Future as PyFuture, TaskOptions,
    create_task, gather, gather_exceptions, get_running_loop, sleep, wait,
};
use common::{
    Watchdog, assert_said, coroutine, one_iteration, py, run_ok, said, say, shared, virtual_loop,
};

struct Here;

impl Frame for Here {
    const CODE: &'static Code = &Code { name: "here", file: file!(), line: line!() };
}

/// Says its name when it is dropped.
struct Guard(&'static str);

impl Drop for Guard {
    fn drop(&mut self) {
        say!("drop {}", self.0);
    }
}

/// Panics when it is dropped, unless a panic is under way.
struct PanicsOnDrop(&'static str);

impl Drop for PanicsOnDrop {
    fn drop(&mut self) {
        assert!(std::thread::panicking(), "dropped {}", self.0);
    }
}

/// What the loop reports from here on: the message and the exception's class.
fn report_by_saying(event_loop: &EventLoop) {
    event_loop.set_exception_handler(|_, context| {
        let message = context.message.clone().unwrap_or_default();
        let message = message.split(" at ").next().unwrap_or_default();
        let class = context.exception.as_ref().map_or("nothing", Exception::class_name);
        say!("report: {message}: {class}");
    });
}

mod points {
    //! A coroutine with nested guards; every end at every point.

    use super::*;

    const POINTS: usize = 4;

    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum End {
        PanicInFirstPoll,
        PanicInSecondPoll,
        Raise,
        Cancel,
        CancelTwice,
        CloseLoop,
        DropLoop,
    }

    const ENDS: [End; 7] = [
        End::PanicInFirstPoll,
        End::PanicInSecondPoll,
        End::Raise,
        End::Cancel,
        End::CancelTwice,
        End::CloseLoop,
        End::DropLoop,
    ];

    /// What the points of one run have in common.
    struct Script {
        point: usize,
        end: End,
        futures: Vec<PyFuture<()>>,
        polls: [Cell<usize>; POINTS],
        made: Cell<usize>,
        dropped: Cell<usize>,
    }

    /// One point: ours inside, polls and drops counted around it.
    struct Point {
        script: Rc<Script>,
        number: usize,
        inside: <PyFuture<()> as IntoFuture>::IntoFuture,
    }

    fn point(script: &Rc<Script>, number: usize) -> Point {
        script.made.set(script.made.get() + 1);
        let inside = script.futures[number].clone().into_future();
        Point { script: Rc::clone(script), number, inside }
    }

    impl Future for Point {
        type Output = Result<(), Exception>;

        fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
            let polls = self.script.polls[self.number].get() + 1;
            self.script.polls[self.number].set(polls);
            if self.number == self.script.point {
                let (first, second) = (End::PanicInFirstPoll, End::PanicInSecondPoll);
                assert!(!(self.script.end == first && polls == 1), "in the first poll");
                assert!(!(self.script.end == second && polls == 2), "in the second poll");
            }
            Pin::new(&mut self.inside).poll(cx)
        }
    }

    impl Drop for Point {
        fn drop(&mut self) {
            self.script.dropped.set(self.script.dropped.get() + 1);
        }
    }

    /// Says how the place was left.
    fn left<T>(name: &str, outcome: Result<T, Exception>) -> Result<T, Exception> {
        match &outcome {
            Ok(_) => say!("{name} ends"),
            Err(error) => say!("{name} raises {}", error.class_name()),
        }
        outcome
    }

    async fn inner(script: &Rc<Script>) -> Result<(), Exception> {
        let _b = Guard("b");
        left("1", point(script, 1).await)?;
        let _c = Guard("c");
        left("2", point(script, 2).await)
    }

    async fn body(script: Rc<Script>) -> Result<&'static str, Exception> {
        let _a = Guard("a");
        left("0", point(&script, 0).await)?;
        left("inner", inner(&script).await)?;
        let _d = Guard("d");
        left("3", point(&script, 3).await)?;
        Ok("value")
    }

    /// What leaves the coroutine at `point`, as `body` says it: nothing is said when it panics.
    fn expected(point: usize, class: Option<&str>) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for passed in 0..point {
            lines.push(format!("{passed} ends"));
        }
        if point == 3 {
            lines.extend(["drop c", "drop b", "inner ends"].map(str::to_owned));
        }
        let raises = |name: &str| class.map(|class| format!("{name} raises {class}"));
        lines.extend(raises(&point.to_string()));
        let dropped: &[&str] = match point {
            0 => &["drop a"],
            1 => &["drop b"],
            2 => &["drop c", "drop b"],
            _ => &["drop d", "drop a"],
        };
        lines.extend(dropped.iter().copied().map(str::to_owned));
        if point == 1 || point == 2 {
            lines.extend(raises("inner"));
            lines.push("drop a".to_owned());
        }
        lines
    }

    #[test]
    fn every_end_at_every_point() {
        for point in 0..POINTS {
            for end in ENDS {
                check(point, end);
            }
        }
    }

    fn check(point: usize, end: End) {
        let _watchdog = Watchdog::new();
        let what = format!("{end:?} at {point}");
        let event_loop = virtual_loop();
        event_loop.set_exception_handler(|_, context| {
            assert_eq!(context.message.as_deref(), Some("Task was destroyed but it is pending!"));
        });
        let script = Rc::new(Script {
            point,
            end,
            futures: (0..POINTS).map(|_| event_loop.create_future()).collect(),
            polls: <[Cell<usize>; POINTS]>::default(),
            made: Cell::new(0),
            dropped: Cell::new(0),
        });
        let task = event_loop.create_task(coroutine(body(Rc::clone(&script)))).unwrap();
        let told = shared(false);
        let tell = told.clone();
        task.add_done_callback(move |_| *tell.borrow_mut() = true);
        one_iteration(&event_loop);
        for passed in 0..point {
            script.futures[passed].set_result(()).unwrap();
            one_iteration(&event_loop);
        }
        let class = match end {
            End::PanicInFirstPoll => None,
            End::PanicInSecondPoll => {
                script.futures[point].set_result(()).unwrap();
                None
            }
            End::Raise => {
                script.futures[point].set_exception(ValueError::new(())).unwrap();
                Some("ValueError")
            }
            End::Cancel => {
                assert!(task.cancel());
                Some("CancelledError")
            }
            End::CancelTwice => {
                assert!(task.cancel() && task.cancel());
                Some("CancelledError")
            }
            End::CloseLoop => {
                event_loop.close().unwrap();
                Some("GeneratorExit")
            }
            End::DropLoop => Some("GeneratorExit"),
        };
        let closes = matches!(end, End::CloseLoop | End::DropLoop);
        if closes {
            drop(event_loop);
            assert!(!task.done() && !*told.borrow(), "{what}: nobody is told");
        } else {
            one_iteration(&event_loop);
            one_iteration(&event_loop);
            let error = task.result().expect_err(&what);
            assert_eq!(error.class_name(), class.unwrap_or("PanicException"), "{what}");
            assert_eq!(task.cancelled(), class == Some("CancelledError"), "{what}");
            assert!(*told.borrow(), "{what}: the callback is told");
        }
        assert_eq!(said(), expected(point, class), "{what}");
        for (number, polls) in script.polls.iter().enumerate() {
            let expected = match number.cmp(&point) {
                std::cmp::Ordering::Greater => 0,
                std::cmp::Ordering::Equal if end == End::PanicInFirstPoll => 1,
                std::cmp::Ordering::Equal | std::cmp::Ordering::Less => 2,
            };
            assert_eq!(polls.get(), expected, "{what}: polls of {number}");
        }
        assert_eq!((script.made.get(), script.dropped.get()), (point + 1, point + 1), "{what}");
        drop(task);
        for future in &script.futures {
            // Whatever was registered is gone: ending them wakes nobody.
            let _ = future.set_result(());
        }
        assert_eq!(Rc::strong_count(&script), 1, "{what}: the coroutine is gone");
    }
}

mod handles {
    //! A future by hand, in a task that is held in every way and ends in every way.

    use super::*;

    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum End {
        Ready,
        Raises,
        PanicsInPoll,
        PanicsInDrop,
        PanicsInDropAfterRaising,
        Cancelled,
        CancelledAndReady,
        Closed,
    }

    const ENDS: [End; 8] = [
        End::Ready,
        End::Raises,
        End::PanicsInPoll,
        End::PanicsInDrop,
        End::PanicsInDropAfterRaising,
        End::Cancelled,
        End::CancelledAndReady,
        End::Closed,
    ];

    #[derive(Debug, Clone, Copy)]
    enum Holder {
        Task,
        Reference,
        Future,
        Nobody,
        Gather,
        GatherExceptions,
        Wait,
        Eager,
    }

    const HOLDERS: [Holder; 8] = [
        Holder::Task,
        Holder::Reference,
        Holder::Future,
        Holder::Nobody,
        Holder::Gather,
        Holder::GatherExceptions,
        Holder::Wait,
        Holder::Eager,
    ];

    #[derive(Default)]
    struct Counts {
        polls: Cell<usize>,
        drops: Cell<usize>,
        wakes: Cell<usize>,
        values: Cell<isize>,
        waker: RefCell<Option<Waker>>,
        go: Cell<bool>,
    }

    impl Counts {
        fn wake(&self) {
            self.go.set(true);
            if let Some(waker) = self.waker.take() {
                self.wakes.set(self.wakes.get() + 1);
                waker.wake();
            }
        }
    }

    /// A result that is counted while it is alive.
    struct Value(Rc<Counts>);

    impl Value {
        fn new(counts: &Rc<Counts>) -> Self {
            counts.values.set(counts.values.get() + 1);
            Self(Rc::clone(counts))
        }
    }

    impl Clone for Value {
        fn clone(&self) -> Self {
            Self::new(&self.0)
        }
    }

    impl Drop for Value {
        fn drop(&mut self) {
            self.0.values.set(self.0.values.get() - 1);
        }
    }

    struct ByHand {
        end: End,
        counts: Rc<Counts>,
    }

    impl Future for ByHand {
        type Output = Result<Value, Exception>;

        fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
            self.counts.polls.set(self.counts.polls.get() + 1);
            if !self.counts.go.get() {
                self.counts.waker.replace(Some(cx.waker().clone()));
                return Poll::Pending;
            }
            match self.end {
                End::PanicsInPoll => panic!("in the poll"),
                End::Raises | End::PanicsInDropAfterRaising => {
                    Poll::Ready(Err(ValueError::new("raised")))
                }
                _ => Poll::Ready(Ok(Value::new(&self.counts))),
            }
        }
    }

    impl Drop for ByHand {
        fn drop(&mut self) {
            self.counts.drops.set(self.counts.drops.get() + 1);
            if matches!(self.end, End::PanicsInDrop | End::PanicsInDropAfterRaising) {
                panic!("in the destructor");
            }
        }
    }

    #[test]
    fn every_end_in_every_hand() {
        for end in ENDS {
            for holder in HOLDERS {
                check(end, holder);
            }
        }
    }

    /// Holds the task until it is done; gives what it saw.
    async fn hold(holder: Holder, task: asyncpy_runtime::Task<Value>) -> Result<String, Exception> {
        let outcome = match holder {
            Holder::Task | Holder::Eager => task.await.map(drop),
            Holder::Reference => (&task).await.map(drop),
            Holder::Future => task.into_future_handle().await.map(drop),
            Holder::Nobody => {
                drop(task);
                sleep(1).await?;
                return Ok("nothing".to_owned());
            }
            Holder::Gather => gather([task]).await.map(drop),
            Holder::GatherExceptions => gather_exceptions([task]).await?.remove(0).map(drop),
            Holder::Wait => wait([task]).await?.0[0].result().map(drop),
        };
        match outcome {
            Err(error) if error.is_instance::<GeneratorExit>() => Err(error),
            outcome => {
                Ok(outcome
                    .map_or_else(|error| error.class_name().to_owned(), |()| "value".to_owned()))
            }
        }
    }

    fn check(end: End, holder: Holder) {
        let _watchdog = Watchdog::new();
        let what = format!("{end:?} held by {holder:?}");
        let counts = Rc::new(Counts::default());
        let event_loop = virtual_loop();
        event_loop.set_exception_handler(|_, context| {
            say!("{}", context.message.clone().unwrap_or_default());
        });
        let by_hand = ByHand { end, counts: Rc::clone(&counts) };
        let driven = Rc::clone(&counts);
        let seen = shared(None::<String>);
        let sees = seen.clone();
        let main = coroutine(async move {
            let child = coroutine(async move {
                Probe(by_hand).__wrap::<Here, 1>().await.0? // the checkpoint of a foreign future
            });
            let eager = matches!(holder, Holder::Eager);
            let task = TaskOptions::new().eager_start(eager).spawn(child)?;
            let any: AnyFuture = (**task).clone();
            let holding = coroutine(async move {
                let held = hold(holder, task).await?;
                sees.replace(Some(held));
                Ok(())
            });
            let holding = create_task(holding)?;
            sleep(0).await?;
            assert_eq!(driven.polls.get(), 1);
            match end {
                End::Cancelled => assert!(any.cancel()),
                End::CancelledAndReady => {
                    driven.wake();
                    assert!(any.cancel());
                }
                End::Closed => return Ok(()),
                _ => driven.wake(),
            }
            drop(any);
            holding.await
        });
        event_loop.run_until_complete(main).unwrap();
        event_loop.close().unwrap();
        let outcome = match end {
            End::Ready => "value",
            End::Raises => "ValueError",
            End::PanicsInPoll | End::PanicsInDrop | End::PanicsInDropAfterRaising => {
                "PanicException"
            }
            End::Cancelled | End::CancelledAndReady => "CancelledError",
            End::Closed => "nothing",
        };
        let polls = if matches!(end, End::Cancelled | End::CancelledAndReady | End::Closed) {
            1
        } else {
            2
        };
        let wakes = usize::from(!matches!(end, End::Cancelled | End::Closed));
        let observed = (counts.polls.get(), counts.drops.get(), counts.wakes.get());
        assert_eq!(observed, (polls, 1, wakes), "{what}: polls, drops, wakes");
        // A plain `async` block, too, leaks what an await has in hand when its operand's destructor panics
        // (rust-lang/rust#47949): the right number would be 0 always.
        let leaked = isize::from(end == End::PanicsInDrop);
        assert_eq!(counts.values.get(), leaked, "{what}: results alive");
        let saw = seen.take();
        let reports = said();
        match (end, holder) {
            (End::Closed, _) => {
                assert_eq!(saw, None, "{what}");
                let destroyed = "Task was destroyed but it is pending!";
                assert_eq!(reports, [destroyed, destroyed], "{what}");
            }
            (_, Holder::Nobody) => {
                assert_eq!(saw.as_deref(), Some("nothing"), "{what}");
                let lost: &[&str] = match outcome {
                    "ValueError" | "PanicException" => &["Task exception was never retrieved"],
                    _ => &[],
                };
                assert_eq!(reports, lost, "{what}");
            }
            _ => {
                assert_eq!(saw.as_deref(), Some(outcome), "{what}");
                assert_eq!(reports, [""; 0], "{what}");
            }
        }
        // Its waker may still be there; it does nothing.
        counts.wake();
        assert_eq!(counts.polls.get(), polls, "{what}");
    }
}

#[test]
fn a_panic_in_the_destructor_of_a_capture() {
    // Of a coroutine that never started, that is suspended, that ended; and of what comes after it.
    for steps in 0..3 {
        run_ok(coroutine(async move {
            report_by_saying(&get_running_loop()?);
            let (first, last) = (Guard("first"), Guard("last"));
            let task = create_task(coroutine(async move {
                let _first = first;
                let _panics = PanicsOnDrop("a capture");
                let _last = last;
                sleep(0).await?;
                Ok(1)
            }))?;
            for _ in 0..steps {
                sleep(0).await?;
            }
            let asked = task.cancel();
            match task.await {
                Ok(value) => say!("{value}"),
                Err(error) => say!("{} {}", py(asked), error.class_name()),
            }
            Ok(())
        }));
    }
    assert_said([
        // Not started: the guards are captures, dropped in their order; the third was never made.
        "drop first",
        "drop last",
        "True CancelledError",
        "drop last",
        "drop first",
        "True PanicException",
        "drop last",
        "drop first",
        "False PanicException",
    ]);
}

#[test]
fn a_panic_in_the_destructor_of_a_result() {
    run_ok(coroutine(async {
        let event_loop = get_running_loop()?;
        report_by_saying(&event_loop);
        // Lost to a cancel in the last step: the task's own.
        let task = create_task(coroutine(async {
            asyncpy_runtime::current_task()?.expect("a task").cancel();
            Ok(PanicsOnDrop("the result"))
        }))?;
        let error = task.await.map(std::mem::forget).expect_err("the destructor panicked");
        say!("{}", error.class_name());

        // Nobody holds the task: the loop reports it, and goes on.
        drop(create_task(coroutine(async { Ok(PanicsOnDrop("the result")) }))?);
        event_loop.call_soon(|| say!("next"))?;
        sleep(0).await?;

        // The last handle is the user's: it is the user's panic.
        let future = event_loop.create_future::<PanicsOnDrop>();
        future.set_result(PanicsOnDrop("the result"))?;
        let dropped = catch_unwind(AssertUnwindSafe(|| drop(future)));
        say!("{}", py(dropped.is_err()));

        // Refused: it is dropped in the call.
        let future = event_loop.create_future::<PanicsOnDrop>();
        future.cancel();
        let refused = catch_unwind(AssertUnwindSafe(|| {
            drop(future.set_result(PanicsOnDrop("the result")));
        }));
        say!("{}", py(refused.is_err()));
        Ok(())
    }));
    assert_said([
        "PanicException",
        "report: Exception in a destructor: PanicException",
        "next",
        "True",
        "True",
    ]);
}

#[test]
fn a_panic_in_the_destructor_of_what_callbacks_captured() {
    run_ok(coroutine(async {
        let event_loop = get_running_loop()?;
        report_by_saying(&event_loop);
        let panics = PanicsOnDrop("a capture");
        event_loop.call_soon(move || drop(panics))?;
        event_loop.call_soon(|| say!("next"))?;
        sleep(0).await?;

        // A cancelled handle drops its callback at once, in the hands of who cancels it.
        let panics = PanicsOnDrop("a capture");
        let handle = event_loop.call_soon(move || drop(panics))?;
        let timer = {
            let panics = PanicsOnDrop("a capture");
            event_loop.call_later(1, move || drop(panics))?
        };
        for cancel in [&handle as &asyncpy_runtime::Handle, &timer] {
            say!("{}", py(catch_unwind(AssertUnwindSafe(|| cancel.cancel())).is_err()));
            assert!(cancel.cancelled());
        }
        sleep(2).await?;

        let future = event_loop.create_future::<()>();
        let panics = PanicsOnDrop("a capture");
        future.add_done_callback(move |_| drop(panics));
        future.add_done_callback(|_| say!("second callback"));
        future.set_result(())?;
        sleep(0).await
    }));
    assert_said([
        "report: Exception in callback <lambda>(): PanicException",
        "next",
        "True",
        "True",
        "report: Exception in callback <lambda>(): PanicException",
        "second callback",
    ]);
}

#[test]
fn panics_in_destructors_while_a_loop_is_closed() {
    let _watchdog = Watchdog::new();
    let event_loop = virtual_loop();
    report_by_saying(&event_loop);
    for _ in 0..2 {
        let panics = PanicsOnDrop("queued");
        event_loop.call_soon(move || drop(panics)).unwrap();
        let panics = PanicsOnDrop("a timer");
        event_loop.call_later(1, move || drop(panics)).unwrap();
        let panics = PanicsOnDrop("not started");
        drop(event_loop.create_task(coroutine(async move {
            let _panics = panics;
            Ok(())
        })));
    }
    let sender = {
        let threadsafe = event_loop.threadsafe();
        std::thread::spawn(move || {
            let panics = PanicsOnDrop("from another thread");
            threadsafe.call_soon(move || drop(panics)).is_ok()
        })
    };
    assert!(sender.join().unwrap());
    drop(event_loop.create_task(coroutine(async {
        let _last = Guard("the last task");
        Ok(())
    })));
    event_loop.close().unwrap();
    assert!(event_loop.is_closed());
    let reports = said();
    let destructor = "report: Exception in a destructor: PanicException";
    let closing = "report: Exception ignored while closing a coroutine: PanicException";
    let destroyed = "report: Task was destroyed but it is pending!: nothing";
    let mut expected = vec![destructor; 5];
    expected.extend([closing, destroyed, closing, destroyed, destroyed]);
    assert_eq!(reports, expected);
}

#[test]
fn a_panic_in_the_destructor_of_a_context_variable() {
    // The context goes with the task's cell: after the step, between two entries of the queue.
    #[derive(Clone)]
    struct Shared(#[expect(dead_code, reason = "it is there to be dropped")] Rc<PanicsOnDrop>);
    run_ok(coroutine(async {
        let event_loop = get_running_loop()?;
        report_by_saying(&event_loop);
        drop(create_task(coroutine(async {
            let variable = ContextVar::new("variable");
            drop(variable.set(Shared(Rc::new(PanicsOnDrop("a value")))));
            Ok(())
        }))?);
        event_loop.call_soon(|| say!("next"))?;
        sleep(0).await?;
        sleep(1).await
    }));
    assert_said(["report: Exception in a destructor: PanicException", "next"]);
}

/// A waker that panics when it is woken.
struct PanicsInWake;

impl Wake for PanicsInWake {
    fn wake(self: Arc<Self>) {
        panic!("in wake");
    }
}

#[test]
fn a_waker_that_panics_keeps_nobody_from_being_told() {
    run_ok(coroutine(async {
        let event_loop = get_running_loop()?;
        report_by_saying(&event_loop);
        let future = event_loop.create_future::<()>();
        let mut leaf = future.clone().into_future();
        let waker = Waker::from(Arc::new(PanicsInWake));
        assert!(Pin::new(&mut leaf).poll(&mut Context::from_waker(&waker)).is_pending());
        future.add_done_callback(|_| say!("callback"));
        let awaited = future.clone();
        let task = create_task(coroutine(async move {
            awaited.await?;
            say!("task");
            Ok(())
        }))?;
        sleep(0).await?;
        future.set_result(())?;
        say!("set");
        task.await?;

        // A sleep wakes from the loop itself.
        let mut nap = std::pin::pin!(sleep(1));
        assert!(nap.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
        sleep(2).await?;
        assert!(nap.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready());
        Ok(())
    }));
    assert_said([
        "report: Exception in a waker: PanicException",
        "set",
        "callback",
        "task",
        "report: Exception in a waker: PanicException",
    ]);
}

#[test]
fn a_task_that_panics_does_not_take_the_loop_down() {
    run_ok(coroutine(async {
        let task = create_task::<(), _>(coroutine(async {
            sleep(0).await?;
            get_running_loop().map(|_| panic!("a bug"))
        }))?;
        let error = task.await.expect_err("it panicked");
        say!("{} {error}", error.class_name());
        sleep(1).await?;
        say!("on");
        Ok(())
    }));
    assert_said(["PanicException a bug", "on"]);
}

#[test]
fn a_finalizer_that_raises_or_returns_while_it_is_closed() {
    let _watchdog = Watchdog::new();
    let event_loop = virtual_loop();
    report_by_saying(&event_loop);
    for raises in [true, false] {
        drop(event_loop.create_task(coroutine(async move {
            let closed = sleep(1).await.expect_err("closed");
            assert!(
                closed.is_instance::<GeneratorExit>() && !closed.is_instance::<CancelledError>()
            );
            if raises { Err(ValueError::new("in finally")) } else { Ok(Guard("the result")) }
        })));
    }
    one_iteration(&event_loop);
    event_loop.close().unwrap();
    assert_said([
        "report: Exception ignored while closing a coroutine: ValueError",
        "report: Task was destroyed but it is pending!: nothing",
        "drop the result",
        "report: Task was destroyed but it is pending!: nothing",
    ]);
}
