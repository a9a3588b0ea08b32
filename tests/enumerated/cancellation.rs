//! Cancels, raises, panics, and drops at every await of nested `try` and `async with`.
//!
//! Actions: `c` cancels the task while it waits, `s` has it cancel itself before it waits, `v` and `k`
//! raise, `p` awaits a task that panics, `!` panics itself. The Python side is `cancellation.py`; it has
//! neither the last action nor drops, whose traces follow from the run without them: the code up to
//! there, and the destructors.

use std::cell::{OnceCell, RefCell};
use std::future::Future;
use std::rc::Rc;
use std::task::Poll;

use asyncpy::prelude::*;

use crate::plan::{Plan, Recorded, all, chain, recorded};

/// Where the program runs.
#[derive(Clone)]
struct World {
    plan: Plan,
    how: How,
    /// The task that runs the program.
    task: Rc<OnceCell<Task<()>>>,
    /// The locals that are alive, oldest first.
    live: Rc<RefCell<Vec<&'static str>>>,
}

/// How each step waits.
#[derive(Clone, Copy)]
enum How {
    Timer,
    GivingWay,
    Task,
    Gather,
}

impl World {
    fn new(plan: &Plan, how: How) -> Self {
        Self { plan: plan.clone(), how, task: Rc::default(), live: Rc::default() }
    }

    #[asyncio::coroutine]
    async fn step(&self, name: &'static str) {
        match self.how {
            How::Timer | How::GivingWay => self.act(name).await,
            How::Task => create_task!(self.clone().act_alone(name)).await,
            How::Gather => _ = gather!(asyncio::sleep(2), self.clone().act_alone(name)).await,
        }
    }

    #[asyncio::coroutine]
    async fn act_alone(self, name: &'static str) {
        self.act(name).await
    }

    #[asyncio::coroutine]
    async fn act(&self, name: &'static str) {
        let action = self.plan.site(name);
        match (action, self.task.get()) {
            (Some('c'), Some(task)) => {
                let task = task.clone();
                asyncio::get_running_loop()?.call_soon(move || _ = task.cancel())?;
            }
            (Some('s'), Some(task)) => _ = task.cancel(),
            _ => {}
        }
        asyncio::sleep(u32::from(!matches!(self.how, How::GivingWay))).await;
        match action {
            Some('v') => raise!(ValueError(name)),
            Some('k') => raise!(KeyError(name)),
            Some('p') => create_task!(panics(name)).await,
            Some('!') => quiet_panic(name),
            _ => {}
        }
    }

    fn local(&self, name: &'static str) -> Local {
        self.live.borrow_mut().push(name);
        Local(self.clone(), name)
    }
}

#[asyncio::coroutine]
async fn panics(name: &'static str) {
    quiet_panic(name)
}

/// Panics without a message on stderr.
fn quiet_panic(name: &'static str) -> ! {
    std::panic::resume_unwind(Box::new(name))
}

/// Waits on the way in and out; ignores `KeyError` if told to.
struct Manager<'a> {
    world: &'a World,
    names: [&'static str; 2],
    ignores: bool,
}

impl<'a> Manager<'a> {
    fn new(world: &'a World, names: [&'static str; 2]) -> Self {
        Self { world, names, ignores: false }
    }

    fn ignoring(world: &'a World, names: [&'static str; 2]) -> Self {
        Self { world, names, ignores: true }
    }
}

impl AsyncContextManager for Manager<'_> {
    type Value = ();

    #[asyncio::coroutine]
    async fn __aenter__(&mut self) {
        self.world.step(self.names[0]).await;
    }

    #[asyncio::coroutine]
    async fn __aexit__(&mut self, exception: Option<&Exception>) -> bool {
        self.world.step(self.names[1]).await;
        self.ignores && exception.is_some_and(Exception::is_instance::<KeyError>)
    }
}

/// A local variable, which must be dropped before those that are older.
struct Local(World, &'static str);

impl Drop for Local {
    fn drop(&mut self) {
        if self.0.live.borrow_mut().pop() != Some(self.1) {
            self.0.plan.note("dropped out of order");
        }
    }
}

#[asyncio::coroutine]
async fn program(world: World) {
    let world = &world;
    let _outer = world.local("A");
    attempt! {
        try {
            world.step("a").await;
            async_with! { Manager::new(world, ["m<", "m>"]) {
                attempt! {
                    try {
                        let _inner = world.local("B");
                        world.step("b").await;
                        async_with! {
                            Manager::ignoring(world, ["n<", "n>"]) as _, Manager::new(world, ["o<", "o>"]) {
                                let _innermost = world.local("C");
                                world.step("c").await;
                            }
                        }
                        world.step("d").await;
                    } except ValueError {
                        world.step("e").await;
                        raise!()
                    } except CancelledError {
                        let _handler = world.local("F");
                        world.step("f").await;
                        raise!(LookupError("f"))
                    } else {
                        world.step("g").await;
                    } finally {
                        let _finally = world.local("H");
                        world.step("h").await;
                    }
                }
                world.step("i").await;
            } }
        } except KeyError {
            world.step("j").await;
        } finally {
            attempt! {
                try { world.step("k").await; }
                finally { world.step("l").await; }
            }
        }
    }
    world.step("z").await;
}

/// Runs the program as a task, and gives its outcome, and how often it was asked to end.
#[asyncio::coroutine]
async fn outcome(world: World) -> String {
    let task = create_task!(program(world.clone()));
    let task = world.task.get_or_init(|| task);
    let result = attempt!(task.await);
    let outcome = result.map_or_else(chain, |()| "done".to_owned());
    format!("{outcome} {}", task.cancelling())
}

fn run(plan: &Plan, how: How) -> String {
    let world = World::new(plan, how);
    let mut runner = asyncio::Runner::builder().virtual_time(true).build();
    let outcome = runner.run(outcome(world.clone())).expect("the outcome is a text");
    assert_eq!(*world.live.borrow(), [""; 0]);
    outcome
}

/// Compares all runs, and gives their number.
fn compare(title: &str, how: How, second: &str) -> usize {
    let mut recorded = Recorded::new(recorded(include_str!("cancellation.out"), title));
    all(&[], "csvkp", second, |plan| {
        let outcome = run(plan, how);
        recorded.next_is(&plan.line(&outcome));
    });
    recorded.end()
}

#[test]
fn waiting_for_a_timer() {
    assert_eq!(compare("for a timer", How::Timer, "csv"), 975);
}

#[test]
fn giving_way() {
    assert_eq!(compare("giving way", How::GivingWay, ""), 81);
}

#[test]
fn waiting_for_a_task() {
    assert_eq!(compare("in a task", How::Task, "c"), 379);
}

#[test]
fn waiting_for_a_gather() {
    assert_eq!(compare("in a gather", How::Gather, "c"), 379);
}

/// A panic runs no more of the program than its destructors, and is the outcome of the task alone.
#[test]
fn panicking() {
    let mut runs = 0;
    all(&[], "cvk", "", |before| {
        run(before, How::Timer);
        for site in before.next_site()..before.sites() {
            let plan = before.with(site, '!');
            let outcome = run(&plan, How::Timer);
            assert_eq!(plan.trace(), before.trace_to(site), "{plan}");
            assert!(outcome.starts_with("PanicException("), "{plan}: {outcome}");
            runs += 1;
        }
    });
    assert_eq!(runs, 209);
}

/// Polls the program until it waits at `site`, and drops it there.
#[asyncio::coroutine]
async fn dropped_at(world: World, site: usize) {
    let mut future = Box::pin(program(world.clone()));
    std::future::poll_fn(|cx| {
        assert!(future.as_mut().poll(cx).is_pending(), "the site is not the end");
        if world.plan.sites() > site { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    drop(future);
    asyncio::sleep(10).await;
}

/// Dropping runs no more of the program than its destructors, and leaves nothing behind in the loop.
#[test]
fn dropping() {
    let mut runs = 0;
    all(&[], "vk", "", |before| {
        run(before, How::Timer);
        for site in before.next_site()..before.sites() {
            let plan = Plan::new(before.actions());
            let world = World::new(&plan, How::Timer);
            let mut runner = asyncio::Runner::builder().virtual_time(true).build();
            runner.run(dropped_at(world.clone(), site)).expect("nothing is raised");
            assert_eq!(plan.trace(), before.trace_to(site), "{plan} dropped at {site}");
            assert_eq!(*world.live.borrow(), [""; 0]);
            runs += 1;
        }
    });
    assert_eq!(runs, 153);
}
