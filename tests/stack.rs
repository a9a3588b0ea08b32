//! Where a task stands: `get_stack`, `print_stack`, the whole chain of awaits, and how tasks print.

use asyncpy::AnyTask;
use asyncpy::prelude::*;

fn stack(task: &AnyTask) -> Vec<(&'static str, u32)> {
    task.get_stack().iter().map(|frame| (frame.name, frame.lineno)).collect()
}

fn chain(task: &AnyTask) -> Vec<(&'static str, u32)> {
    task.await_chain().iter().map(|site| (site.code.name, site.line)).collect()
}

fn written_stack(task: &AnyTask) -> String {
    let mut text = Vec::new();
    task.write_stack(&mut text).expect("a vector takes everything");
    String::from_utf8(text).expect("text")
}

#[asyncio::coroutine]
async fn inner() {
    asyncio::sleep(10).await; // line 22
}

#[asyncio::coroutine]
async fn outer() {
    inner().await; // line 27
}

#[asyncio::coroutine]
async fn fails() {
    raise!(ValueError("bad")) // line 32
}

#[asyncio::coroutine]
async fn calls_what_fails() {
    fails().await; // line 37
}

#[asyncio::coroutine]
async fn awaits_foreign() {
    std::future::pending::<()>().await; // line 42
}

#[asyncpy::test]
async fn a_suspended_task_has_the_frame_of_its_own_coroutine() {
    let task = create_task!(outer(), name = "sleeper");
    assert_eq!(stack(&task), [("outer", 26)], "not started: where it is defined");
    asyncio::sleep(1).await;
    assert_eq!(stack(&task), [("outer", 27)]);
    assert_eq!(
        written_stack(&task),
        "Stack for <Task pending name='sleeper' coro=<outer() running at tests/stack.rs:27> \
         wait_for=<Future pending>> (most recent call last):\n  \
           File \"tests/stack.rs\", line 27, in outer\n    \
             inner().await; // line 27\n"
    );
}

#[asyncpy::test]
async fn the_chain_goes_through_every_await_to_the_leaf() {
    let task = create_task!(outer());
    let foreign = create_task!(awaits_foreign());
    assert_eq!(chain(&task), []);
    asyncio::sleep(1).await;
    assert_eq!(chain(&task), [("outer", 27), ("inner", 22)]);
    assert_eq!(chain(&foreign), [("awaits_foreign", 42)]);
}

#[asyncpy::test]
async fn reading_the_stack_changes_nothing() {
    let task = create_task!(outer());
    let before = asyncio::get_running_loop()?.time();
    for _ in 0..3 {
        asyncio::sleep(1).await;
        assert_eq!(task.await_chain().len(), 2);
    }
    (&task).await;
    let took = asyncio::get_running_loop()?.time() - before;
    assert!((took - 10.0).abs() < 0.1, "the sleep was neither shortened nor restarted");
    assert_eq!(chain(&task), []);
}

#[asyncpy::test]
async fn a_failed_task_prints_its_traceback() {
    let task = create_task!(calls_what_fails(), name = "failing");
    asyncio::sleep(1).await;
    assert_eq!(stack(&task), [("calls_what_fails", 37), ("fails", 32)]);
    assert_eq!(
        written_stack(&task),
        "Traceback for <Task finished name='failing' coro=<calls_what_fails() done, defined at \
         tests/stack.rs:36> exception=ValueError('bad')> (most recent call last):\n  \
           File \"tests/stack.rs\", line 37, in calls_what_fails\n    \
             fails().await; // line 37\n  \
           File \"tests/stack.rs\", line 32, in fails\n    \
             raise!(ValueError(\"bad\")) // line 32\n\
         ValueError: bad\n"
    );
    assert!(task.exception()?.is_some());
}

#[asyncpy::test]
async fn a_task_that_ended_otherwise_has_no_stack() {
    let task = create_task!(inner(), name = "done");
    task.cancel();
    asyncio::sleep(0).await;
    assert_eq!(stack(&task), []);
    assert_eq!(
        written_stack(&task),
        "No stack for <Task cancelled name='done' coro=<inner() done, defined at tests/stack.rs:21>>\n"
    );
}
