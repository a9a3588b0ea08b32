//! Asynchronous generators, rule by rule. What is expected is what CPython 3.13 does with the same program.

#![deny(warnings)]

mod common;

use std::cell::RefCell;
use std::rc::Rc;

use asyncpy::prelude::*;
use asyncpy_runtime::exception::PanicException;
use common::Trace;

#[asyncio::async_generator]
async fn numbers(name: &'static str, trace: Trace) -> i32 {
    attempt! {
        try {
            trace.push(format!("{name} starts"));
            yield_!(1);
            yield_!(2);
        } finally {
            trace.push(format!("{name} finally"));
            asyncio::sleep(0).await;
            trace.push(format!("{name} closed"));
        }
    }
}

#[asyncio::async_generator]
async fn slow() -> i32 {
    asyncio::sleep(1).await;
    yield_!(1);
}

/// Yields once more when it is closed.
#[asyncio::async_generator]
async fn stubborn(trace: Trace) -> i32 {
    attempt! {
        try { yield_!(1); }
        finally {
            trace.push("finally");
            yield_!(2);
        }
    }
}

#[asyncio::async_generator(send = i32)]
async fn doubled() -> String {
    let mut sent = yield_!("ready".to_owned());
    while let Some(n) = sent {
        sent = yield_!((n * 2).to_string());
    }
}

fn repr<T>(result: Result<T, Exception>) -> String {
    result.err().map_or_else(|| "no exception".to_owned(), |error| format!("{error:?}"))
}

#[asyncpy::test]
async fn nothing_runs_before_the_first_step() {
    let trace = Trace::default();
    let generator = numbers("g", trace.clone());
    asyncio::sleep(1).await;
    assert_eq!(trace.take(), [""; 0]);
    let mut seen = Vec::new();
    async_for! { n in generator { seen.push(n); } else { seen.push(0); } }
    assert_eq!(seen, [1, 2, 0]);
    assert_eq!(trace.take(), ["g starts", "g finally", "g closed"]);
}

#[asyncpy::test]
async fn it_goes_on_raising_stop_async_iteration() {
    let generator = slow();
    assert_eq!(generator.__anext__().await, 1);
    for _ in 0..2 {
        assert_eq!(repr(attempt!(generator.__anext__().await)), "StopAsyncIteration()");
    }
    assert_eq!(repr(attempt!(generator.athrow(ValueError("x")).await)), "StopAsyncIteration()");
    generator.aclose().await;
}

#[asyncpy::test]
async fn what_is_sent_is_what_yield_gives() {
    let generator = doubled();
    let text = "TypeError(\"can't send non-None value to a just-started async generator\")";
    assert_eq!(repr(attempt!(generator.asend(Some(1)).await)), text);
    assert_eq!(generator.asend(None).await, "ready");
    assert_eq!(generator.asend(Some(4)).await, "8");
    assert_eq!(repr(attempt!(generator.__anext__().await)), "StopAsyncIteration()");
}

#[asyncpy::test]
async fn what_is_thrown_is_raised_at_the_yield() {
    #[asyncio::async_generator]
    async fn catching() -> &'static str {
        loop {
            attempt! {
                try { yield_!("waiting"); }
                except ValueError as e {
                    assert_eq!(e.to_string(), "bad");
                    yield_!("caught");
                }
            }
        }
    }
    let generator = catching();
    assert_eq!(generator.__anext__().await, "waiting");
    assert_eq!(generator.athrow(ValueError("bad")).await, "caught");
    assert_eq!(generator.__anext__().await, "waiting");
    assert_eq!(repr(attempt!(generator.athrow(KeyError("k")).await)), "KeyError('k')");
    assert_eq!(repr(attempt!(generator.__anext__().await)), "StopAsyncIteration()");

    let unstarted = catching();
    assert_eq!(repr(attempt!(unstarted.athrow(KeyError("k")).await)), "KeyError('k')");
    assert_eq!(repr(attempt!(unstarted.__anext__().await)), "StopAsyncIteration()");
}

#[asyncpy::test]
async fn closing_runs_finally_and_waits_for_it() {
    let trace = Trace::default();
    let generator = numbers("g", trace.clone());
    generator.__anext__().await;
    generator.aclose().await;
    trace.push("after");
    generator.aclose().await;
    assert_eq!(trace.take(), ["g starts", "g finally", "g closed", "after"]);

    let unstarted = numbers("g", trace.clone());
    unstarted.aclose().await;
    assert_eq!(repr(attempt!(unstarted.__anext__().await)), "StopAsyncIteration()");
    assert_eq!(trace.take(), [""; 0], "the body never ran");
}

#[asyncpy::test]
async fn a_generator_that_ignores_being_closed() {
    let trace = Trace::default();
    let generator = stubborn(trace.clone());
    generator.__anext__().await;
    let text = "RuntimeError('async generator ignored GeneratorExit')";
    assert_eq!(repr(attempt!(generator.aclose().await)), text);
    assert_eq!(repr(attempt!(generator.aclose().await)), "StopAsyncIteration()");
    assert_eq!(repr(attempt!(generator.athrow(KeyError("k")).await)), "StopAsyncIteration()");
    assert_eq!(repr(attempt!(generator.__anext__().await)), "GeneratorExit()", "which goes on");

    let generator = stubborn(trace.clone());
    generator.__anext__().await;
    assert!(attempt!(generator.aclose().await).is_err());
    drop(generator); // counts as closed
    asyncio::sleep(1).await;
    assert_eq!(trace.take(), ["finally", "finally"]);
}

#[asyncpy::test]
async fn stop_iterations_raised_inside_become_runtime_errors() {
    #[asyncio::async_generator]
    async fn stopping(error: Exception) -> i32 {
        if error.is_instance::<Exception>() {
            raise!(error)
        }
        yield_!(1);
    }
    for (raised, text) in [
        (StopAsyncIteration("x"), "RuntimeError('async generator raised StopAsyncIteration')"),
        (StopIteration("x"), "RuntimeError('async generator raised StopIteration')"),
    ] {
        let error = attempt!(stopping(raised.clone()).__anext__().await).unwrap_err();
        assert_eq!(format!("{error:?}"), text);
        assert!(error.cause().is_some_and(|cause| cause.is(&raised)));
        assert!(error.context().is_some_and(|context| context.is(&raised)));
    }
    let generator = numbers("g", Trace::default());
    generator.__anext__().await;
    let thrown = attempt!(generator.athrow(StopAsyncIteration("x")).await).unwrap_err();
    assert!(thrown.is_instance::<RuntimeError>());
}

#[asyncpy::test]
async fn one_step_at_a_time() {
    let generator = slow();
    let task = create_task!(generator.__anext__());
    asyncio::sleep(0).await;
    let running =
        |method| format!("RuntimeError('{method}: asynchronous generator is already running')");
    assert_eq!(repr(attempt!(generator.__anext__().await)), running("anext()"));
    assert_eq!(repr(attempt!(generator.asend(()).await)), running("anext()"));
    assert_eq!(repr(attempt!(generator.athrow(KeyError("k")).await)), running("athrow()"));
    assert_eq!(repr(attempt!(generator.aclose().await)), running("aclose()"));
    assert_eq!(task.await, 1);
    generator.aclose().await;
}

#[asyncpy::test]
async fn a_cancellation_is_raised_at_the_innermost_await() {
    #[asyncio::async_generator]
    async fn swallowing(trace: Trace) -> &'static str {
        attempt! {
            try { asyncio::sleep(10).await; }
            except CancelledError { trace.push("swallowed"); }
        }
        yield_!("value");
    }
    #[asyncio::coroutine]
    async fn consumer(trace: Trace) -> &'static str {
        async_for! { value in swallowing(trace.clone()) { trace.push(value); } }
        "done"
    }
    let trace = Trace::default();
    let task = create_task!(consumer(trace.clone()));
    asyncio::sleep(0).await;
    task.cancel();
    assert_eq!(task.await, "done");
    assert_eq!(trace.take(), ["swallowed", "value"]);

    let generator = slow();
    let task = create_task!(generator.__anext__());
    asyncio::sleep(0).await;
    task.cancel();
    assert!(attempt!(task.await).unwrap_err().is_instance::<CancelledError>());
    assert_eq!(repr(attempt!(generator.__anext__().await)), "StopAsyncIteration()");
}

#[test]
fn a_yield_is_no_place_to_be_cancelled() {
    let trace = Trace::default();
    #[asyncio::coroutine]
    async fn main(trace: Trace) {
        let me = asyncio::current_task()?.expect("a task runs");
        async_for! {
            n in numbers("g", trace.clone()) {
                if n == 1 { me.cancel(); }
                trace.push(n.to_string());
            }
        }
        trace.push("not reached");
    }
    let error = run!(main(trace.clone())).unwrap_err();
    assert!(error.is_instance::<CancelledError>());
    assert_eq!(trace.take(), ["g starts", "1", "2", "g finally"]);
}

#[asyncpy::test]
async fn tracebacks_and_stacks_show_the_generator() {
    #[asyncio::coroutine]
    async fn inner() {
        asyncio::sleep(1).await;
        raise!(ValueError("x"))
    }
    #[asyncio::async_generator]
    async fn outer() -> i32 {
        yield_!(1);
        inner().await;
    }
    #[asyncio::coroutine]
    async fn consumer() {
        async_for! { _n in outer() {} }
    }
    let task = create_task!(consumer());
    asyncio::sleep(0.5).await;
    let names: Vec<_> = task.await_chain().iter().map(|site| site.code.name).collect();
    assert_eq!(names, ["consumer", "outer", "inner"]);
    let names = |error: &Exception| {
        error.traceback().iter().map(|frame| frame.name.to_string()).collect::<Vec<_>>()
    };
    let error = attempt!(task.await).unwrap_err();
    assert_eq!(names(&error)[1..], ["consumer", "outer", "inner"]);

    for started in [true, false] {
        let generator = outer();
        if started {
            generator.__anext__().await;
        }
        let error = attempt!(generator.athrow(KeyError("k")).await).unwrap_err();
        assert_eq!(names(&error).last().unwrap(), "outer");
    }
}

#[asyncpy::test]
async fn a_dropped_generator_is_closed_by_a_task() {
    fn tick(trace: Trace, n: u32) -> Result<(), Exception> {
        trace.push(format!("tick {n}"));
        if n < 6 {
            asyncio::get_running_loop()?.call_soon(move || tick(trace, n + 1))?;
        }
        Ok(())
    }
    let trace = Trace::default();
    let ticking = trace.clone();
    asyncio::get_running_loop()?.call_soon(move || tick(ticking, 0))?;
    async_for! { _n in numbers("g", trace.clone()) { break; } }
    trace.push("after loop");
    for _ in 0..7 {
        asyncio::sleep(0).await;
    }
    assert_eq!(
        trace.take(),
        [
            "g starts",
            "after loop",
            "tick 0",
            "tick 1",
            "g finally",
            "tick 2",
            "g closed",
            "tick 3",
            "tick 4",
            "tick 5",
            "tick 6"
        ]
    );
}

#[asyncpy::test]
async fn the_closing_of_a_dropped_generator_may_fail() {
    let trace = Trace::default();
    let told = trace.clone();
    asyncio::get_running_loop()?.set_exception_handler(move |_, context| {
        told.push(format!("{:?} {:?}", context.message, context.exception));
    });
    async_for! { _n in stubborn(trace.clone()) { break; } }
    asyncio::sleep(1).await;
    let told = "Some(\"Task exception was never retrieved\") \
                Some(RuntimeError('async generator ignored GeneratorExit'))";
    assert_eq!(trace.take(), ["finally", told]);
}

/// The task that closes the generator is cancelled before it starts: the cancellation is raised in the generator.
#[test]
fn a_generator_dropped_by_the_last_step_of_main_is_closed() {
    #[asyncio::coroutine]
    async fn main(trace: Trace) {
        async_for! { _n in numbers("g", trace.clone()) { break; } }
        trace.push("main returns");
    }
    let trace = Trace::default();
    run!(main(trace.clone())).unwrap();
    assert_eq!(trace.take(), ["g starts", "main returns", "g finally", "g closed"]);
}

#[test]
fn run_closes_what_is_suspended_and_tells_the_handler_of_errors() {
    #[asyncio::async_generator]
    async fn failing(name: &'static str, trace: Trace) -> i32 {
        attempt! {
            try { yield_!(1); }
            finally {
                trace.push(format!("{name} finally"));
                asyncio::sleep(0).await;
                raise!(ValueError(name))
            }
        }
    }
    #[asyncio::coroutine]
    async fn main(trace: Trace, keep: Rc<RefCell<Vec<AsyncGenerator<i32>>>>) {
        let told = trace.clone();
        asyncio::get_running_loop()?.set_exception_handler(move |_, context| {
            let message = context.message.clone().unwrap_or_default();
            let message = message.split(" at ").next().unwrap_or_default().to_owned();
            told.push(format!("{message} {:?} {:?}", context.exception, context.keys()));
        });
        for generator in
            [failing("a", trace.clone()), numbers("b", trace.clone()), failing("c", trace.clone())]
        {
            generator.__anext__().await;
            keep.borrow_mut().push(generator);
        }
        trace.push("main returns");
    }
    let (trace, keep) = (Trace::default(), Rc::default());
    run!(main(trace.clone(), Rc::clone(&keep))).unwrap();
    let told = |name| {
        format!(
            "an error occurred during closing of asynchronous generator <async_generator object failing \
             Some(ValueError('{name}')) [\"asyncgen\", \"exception\", \"message\"]"
        )
    };
    let [a, c] = ["a", "c"].map(told);
    assert_eq!(
        trace.take(),
        ["b starts", "main returns", "a finally", "b finally", "c finally", "b closed", &a, &c]
    );
}

/// B76: how many iterations follow the last step of main.
#[test]
fn shutdown_takes_more_iterations_only_if_there_are_generators() {
    #[asyncio::async_generator]
    async fn one() -> i32 {
        yield_!(1);
    }
    fn tick(trace: Trace) -> Result<(), Exception> {
        trace.push("tick");
        asyncio::get_running_loop()?.call_soon(move || tick(trace))?;
        Ok(())
    }
    #[asyncio::coroutine]
    async fn main(kind: &'static str, trace: Trace, keep: Rc<RefCell<Vec<AsyncGenerator<i32>>>>) {
        let generator = one();
        match kind {
            "suspended" => drop(generator.__anext__().await),
            "finished" | "finished and dropped" => async_for! { _n in &generator {} },
            _ => {}
        }
        if kind != "finished and dropped" {
            keep.borrow_mut().push(generator);
        }
        let ticking = trace.clone();
        asyncio::get_running_loop()?.call_soon(move || tick(ticking))?;
        asyncio::sleep(0).await;
        trace.take();
    }
    for (kind, iterations) in
        [("unstarted", 5), ("finished and dropped", 5), ("finished", 8), ("suspended", 8)]
    {
        let (trace, keep) = (Trace::default(), Rc::default());
        run!(main(kind, trace.clone(), Rc::clone(&keep))).unwrap();
        assert_eq!(trace.take().len(), iterations, "{kind}");
    }
}

#[test]
fn nothing_of_a_closed_loop_is_closed() {
    let trace = Trace::default();
    let event_loop = asyncio::new_event_loop();
    let generator = numbers("g", trace.clone());
    let first = generator.clone();
    event_loop.run_until_complete(coroutine! { first.__anext__().await }).unwrap();
    event_loop.close().unwrap();
    drop(generator);
    assert_eq!(trace.take(), ["g starts"]);
}

/// A generator is known to the loop that runs when its first step is asked for.
#[test]
fn without_a_running_loop_nobody_knows_the_generator() {
    let trace = Trace::default();
    let event_loop = asyncio::new_event_loop();
    let generator = numbers("g", trace.clone());
    event_loop.run_until_complete(generator.__anext__()).unwrap();
    event_loop.run_until_complete(event_loop.shutdown_asyncgens()).unwrap();
    drop(generator);
    event_loop.close().unwrap();
    assert_eq!(trace.take(), ["g starts"]);
}

#[test]
fn shutdown_asyncgens_by_hand() {
    let trace = Trace::default();
    let event_loop = asyncio::new_event_loop();
    let generator = numbers("g", trace.clone());
    let first = generator.clone();
    event_loop.run_until_complete(coroutine! { first.__anext__().await }).unwrap();
    trace.push("suspended");
    event_loop.run_until_complete(event_loop.shutdown_asyncgens()).unwrap();
    event_loop.run_until_complete(event_loop.shutdown_asyncgens()).unwrap();
    assert_eq!(trace.take(), ["g starts", "suspended", "g finally", "g closed"]);
    let printed = format!("{generator:?}");
    assert!(printed.starts_with("<async_generator object numbers at 0x"), "{printed}");
    event_loop.close().unwrap();
}

#[asyncpy::test]
async fn a_panic_ends_the_generator() {
    #[asyncio::async_generator]
    async fn panicking() -> i32 {
        yield_!(1);
        panic!("boom");
    }
    let generator = panicking();
    generator.__anext__().await;
    let task = create_task!(generator.__anext__());
    assert!(attempt!(task.await).unwrap_err().is_instance::<PanicException>());
    assert_eq!(repr(attempt!(generator.__anext__().await)), "StopAsyncIteration()");
}

#[asyncpy::test]
async fn a_step_that_is_dropped_drops_the_body() {
    let generator = slow();
    let mut step = Box::pin(generator.__anext__());
    std::future::poll_fn(|cx| {
        assert!(step.as_mut().poll(cx).is_pending());
        std::task::Poll::Ready(())
    })
    .await;
    drop(step);
    assert_eq!(repr(attempt!(generator.__anext__().await)), "StopAsyncIteration()");
}

#[asyncpy::test]
async fn bodies_are_written_as_those_of_coroutines() {
    struct Source(Vec<i32>);
    impl Source {
        #[asyncio::async_generator]
        async fn items(self: Rc<Self>) -> i32 {
            for item in &self.0 {
                if *item == 0 {
                    return;
                }
                yield_!(*item);
            }
        }
    }
    #[asyncio::async_generator]
    async fn pairs<T: Clone + 'static>((first, second): (T, T)) -> (T, T) {
        yield_!((first.clone(), second.clone()));
        let swapped = [yield_!((second, first))];
        assert_eq!(swapped, [()]);
    }
    #[asyncio::async_generator]
    async fn units() {
        println!("{:?}", yield_!());
    }
    #[asyncio::async_generator]
    async fn flattened(sources: Vec<Rc<Source>>) -> i32 {
        for source in sources {
            async_for! { item in source.items() { yield_!(item); } }
        }
    }
    let mut seen = Vec::new();
    let sources = vec![Rc::new(Source(vec![1, 2, 0, 3])), Rc::new(Source(vec![4]))];
    async_for! { item in flattened(sources) { seen.push(item); } }
    async_for! { (a, b) in pairs((5, 6)) { seen.extend([a, b]); } }
    async_for! { () in units() { seen.push(0); } }
    assert_eq!(seen, [1, 2, 4, 5, 6, 6, 5, 0]);
}
