//! Call graphs: where tasks stand and what awaits them, in the layout of CPython 3.14.

use asyncpy::prelude::*;

/// The text of a call graph without the addresses.
fn text(of: impl asyncio::GraphOf) -> String {
    let text = asyncio::format_call_graph(of).expect("a loop runs");
    let without_id = |line: &str| {
        let (start, id) = line.split_once("id=0x").unwrap_or((line, ""));
        assert!(id.is_empty() || id.ends_with(')'));
        format!("{start}{}", if id.is_empty() { "" } else { "id)" })
    };
    text.lines().map(without_id).collect::<Vec<_>>().join("\n")
}

#[asyncio::coroutine]
async fn leaf(event: asyncio::Event) {
    event.wait().await; // line 18
}

#[asyncio::coroutine]
async fn middle(event: asyncio::Event) {
    leaf(event).await; // line 23
}

#[asyncpy::test]
async fn a_task_shows_its_stack_and_who_awaits_it() {
    let event = asyncio::Event::new();
    let task = create_task!(middle(event.clone()), name = "inner");
    let awaited = task.clone();
    let waiter = create_task!(coroutine! { awaited.await; }, name = "waiter"); // line 31
    asyncio::sleep(0).await;
    assert_eq!(
        text(&task),
        "* Task(name='inner', id)\n  \
           + Call stack:\n  \
           |   File 'tests/call_graph.rs', line 18, in async leaf()\n  \
           |   File 'tests/call_graph.rs', line 23, in async middle()\n  \
           + Awaited by:\n    \
             * Task(name='waiter', id)\n      \
               + Call stack:\n      \
               |   File 'tests/call_graph.rs', line 31, in async <coroutine>()"
    );
    let graph = asyncio::capture_call_graph(&task).expect("a loop runs").expect("a task");
    let innermost = &graph.clone().limit(1).call_stack;
    assert_eq!(innermost.iter().map(|entry| entry.frame.name).collect::<Vec<_>>(), ["leaf"]);
    let outermost = &graph.clone().limit(-1).call_stack;
    assert_eq!(outermost.iter().map(|entry| entry.frame.name).collect::<Vec<_>>(), ["middle"]);
    assert!(graph.limit(0).awaited_by[0].call_stack.is_empty());
    event.set();
    waiter.await;
}

#[asyncio::coroutine]
async fn gathers(event: asyncio::Event) {
    gather!(leaf(event.clone()), leaf(event)).await; // line 56
}

#[asyncio::coroutine]
async fn shields(task: Task<()>) {
    asyncio::shield(task)?.await; // line 61
}

#[asyncio::coroutine]
async fn waits(task: Task<()>) {
    asyncio::wait([&task]).await; // line 66
}

#[asyncio::coroutine]
async fn completes(task: Task<()>) {
    let mut tasks = asyncio::as_completed([task], None)?;
    async_for! { done in &mut tasks { done.await; } } // line 72
}

#[asyncpy::test]
async fn futures_of_the_runtime_are_looked_through() {
    let event = asyncio::Event::new();
    let task = create_task!(leaf(event.clone()), name = "inner");
    create_task!(shields(task.clone()), name = "shields");
    create_task!(waits(task.clone()), name = "waits");
    create_task!(completes(task.clone()), name = "completes");
    create_task!(gathers(event.clone()), name = "gathers");
    asyncio::sleep(0).await;
    asyncio::sleep(0).await;
    let graph = asyncio::capture_call_graph(&task)?.expect("a task");
    let names = |graph: &asyncio::FutureCallGraph| -> Vec<String> {
        let tasks = graph.awaited_by.iter().filter_map(|graph| graph.future.as_task());
        tasks.map(asyncpy::AnyTask::get_name).collect()
    };
    let mut awaited_by = names(&graph);
    awaited_by.sort();
    assert_eq!(awaited_by, ["completes", "shields", "waits"]);
    let gathered = asyncio::all_tasks()?.into_iter().rfind(|task| task.get_coro().name == "leaf");
    let graph = asyncio::capture_call_graph(&gathered.expect("two"))?.expect("a task");
    assert_eq!(names(&graph), ["gathers"]);
    event.set();
}

#[asyncpy::test]
async fn tasks_of_a_group_are_awaited_by_its_owner() {
    async_with! { asyncio::TaskGroup::new() as group {
        group.create_task(coroutine! {
            let text = text(None);
            assert!(text.starts_with("* Task(name='Task-"), "{text}");
            assert!(text.contains("  + Call stack:\n  |   File 'tests/call_graph.rs', line "), "{text}");
            assert!(text.contains("in async <coroutine>()\n  + Awaited by:\n    * Task("), "{text}");
            assert!(text.ends_with("in async tasks_of_a_group_are_awaited_by_its_owner()"), "{text}");
        })?;
    } }
}

#[asyncpy::test]
async fn a_plain_future_has_no_stack() {
    let future = asyncio::get_running_loop()?.create_future::<()>();
    assert_eq!(text(&future), "* Future(id)");
}

#[test]
fn outside_of_a_loop_a_future_must_be_named() {
    let error = asyncio::capture_call_graph(None).map(drop).unwrap_err();
    assert_eq!(
        error.to_string(),
        "capture_call_graph() is called outside of a running event loop and no *future* to introspect was provided"
    );
}
