//! The memory of futures and tasks, from inside; small enough for Miri. The numbers are those of the rules
//! in `raw`.

use std::cell::{Cell, RefCell};
use std::future::{Future as StdFuture, IntoFuture, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context as StdContext, Poll, RawWaker, RawWakerVTable, Waker};

use super::raw::{AnyFuture, AnyTask, Exclusive, Typed};
use super::state::{COROUTINE_GONE, RUNNING, SCHEDULED};
use super::{TaskPart, waker};
use crate::context::Context;
use crate::coroutine::Code;
use crate::event_loop::EventLoop;
use crate::exception::{Exception, ValueError};

static CODE: Code = Code { name: "test", file: file!(), line: line!() };

/// Counts its clones that are alive.
struct Counted(Rc<Cell<usize>>);

impl Counted {
    fn new(alive: &Rc<Cell<usize>>) -> Self {
        alive.set(alive.get() + 1);
        Self(Rc::clone(alive))
    }
}

impl Clone for Counted {
    fn clone(&self) -> Self {
        Self::new(&self.0)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

fn part() -> TaskPart {
    TaskPart::new(&CODE, Context::new().into(), true)
}

/// A loop that reports into nothing.
fn silent_loop() -> EventLoop {
    let event_loop = EventLoop::with_virtual_time();
    event_loop.set_exception_handler(|_, _| {});
    event_loop
}

/// A task outside of the loop's list and queue.
fn bare_task<T: 'static>(
    event_loop: &EventLoop,
    coroutine: impl StdFuture<Output = Result<T, Exception>> + 'static,
) -> Typed<T> {
    Typed::new_task(Rc::clone(event_loop.core()), part(), coroutine)
}

fn as_task<T: 'static>(typed: &Typed<T>) -> AnyTask {
    typed.as_future().as_task().expect("a task").clone()
}

/// One poll, with a waker that does nothing.
fn poll_once(task: &AnyTask) -> Poll<Result<(), Exception>> {
    let mut exclusive = Exclusive::begin(task).expect("nobody polls it");
    exclusive.poll(&mut StdContext::from_waker(Waker::noop()))
}

#[test]
fn rule_1_a_cell_is_freed_with_its_last_handle() {
    let alive = Rc::new(Cell::new(0));
    let event_loop = silent_loop();
    let future = Typed::<Counted>::new_future(Rc::clone(event_loop.core()));
    future.store(Counted::new(&alive));
    let handles: Vec<AnyFuture> = (0..5).map(|_| future.as_future().clone()).collect();
    drop(future);
    assert_eq!(alive.get(), 1);
    drop(handles);
    assert_eq!(alive.get(), 0);
}

#[test]
fn rule_2_slots_of_every_alignment() {
    #[repr(align(64))]
    #[derive(Clone, PartialEq, Debug)]
    struct Wide(u8);
    fn check<T: Clone + PartialEq + std::fmt::Debug + 'static>(value: T) {
        #[repr(align(128))]
        struct Coroutine<T>(Option<T>);
        impl<T: Unpin> StdFuture for Coroutine<T> {
            type Output = Result<T, Exception>;
            fn poll(mut self: Pin<&mut Self>, _: &mut StdContext<'_>) -> Poll<Self::Output> {
                assert_eq!(std::ptr::from_ref(&*self).addr() % 128, 0);
                Poll::Ready(Ok(self.0.take().expect("polled once")))
            }
        }
        let event_loop = silent_loop();
        let future = Typed::new_future(Rc::clone(event_loop.core()));
        future.store(value.clone());
        assert_eq!(future.copy(), Some(value.clone()));
        let task = bare_task(&event_loop, std::future::ready(Ok(value.clone())));
        assert!(poll_once(&as_task(&task)).is_ready());
        assert_eq!(task.copy(), Some(value.clone()));
        assert_eq!(as_task(&task).part().code.name, "test");
        let aligned = bare_task(&event_loop, Coroutine(Some(Box::new(value.clone()))));
        assert!(poll_once(&as_task(&aligned)).is_ready());
        assert_eq!(aligned.take_or_clone().map(|value| *value), Some(value));
        as_task(&task).close().unwrap();
        as_task(&aligned).close().unwrap();
    }
    check(());
    check(7_u8);
    check("text".to_owned());
    check(Wide(3));
    check([1_u128; 5]);
}

#[test]
fn rule_3_only_tasks_are_tasks() {
    let event_loop = silent_loop();
    let future = Typed::<()>::new_future(Rc::clone(event_loop.core()));
    assert!(future.as_future().as_task().is_none());
    let task = bare_task(&event_loop, async { Ok(()) });
    assert!(task.as_future().as_task().is_some());
    assert!(as_task(&task).is(task.as_future()));
}

#[test]
fn rule_4_the_value_is_moved_out_by_an_only_handle_and_copied_by_others() {
    let alive = Rc::new(Cell::new(0));
    let event_loop = silent_loop();
    let future = Typed::new_future(Rc::clone(event_loop.core()));
    future.store(Counted::new(&alive));
    let moved = future.take_or_clone();
    assert!(moved.is_some() && future.take_or_clone().is_none());
    drop(moved);
    let future = Typed::new_future(Rc::clone(event_loop.core()));
    let second = future.clone();
    future.store(Counted::new(&alive));
    let copies = [future.take_or_clone(), second.take_or_clone(), second.copy()];
    assert_eq!(alive.get(), 4);
    drop((copies, future, second));
    assert_eq!(alive.get(), 0);
}

#[test]
fn rule_4_a_clone_that_panics_leaves_the_value() {
    struct Fragile(bool);
    impl Clone for Fragile {
        fn clone(&self) -> Self {
            assert!(!self.0, "as planned");
            Self(false)
        }
    }
    let event_loop = silent_loop();
    let future = Typed::new_future(Rc::clone(event_loop.core()));
    future.store(Fragile(true));
    let copy = || std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| future.copy()));
    assert!(copy().is_err());
    assert!(copy().is_err(), "it is still there");
    future.store(Fragile(false));
    assert!(copy().is_ok_and(|copied| copied.is_some()));
}

#[test]
fn rule_5_the_coroutine_stays_where_it_is() {
    // It points into itself across polls, and its destructor reads through the pointer.
    struct ReadsOnDrop<'a>(&'a Cell<u32>);
    impl Drop for ReadsOnDrop<'_> {
        fn drop(&mut self) {
            assert_eq!(self.0.get(), 3);
        }
    }
    let event_loop = silent_loop();
    let task = as_task(&bare_task(&event_loop, async {
        let number = Cell::new(0);
        let _reads = ReadsOnDrop(&number);
        for _ in 0..3 {
            number.set(number.get() + 1);
            let mut polled = false;
            poll_fn(|_| {
                if std::mem::replace(&mut polled, true) { Poll::Ready(()) } else { Poll::Pending }
            })
            .await;
        }
        std::future::pending::<Result<(), Exception>>().await
    }));
    for _ in 0..4 {
        assert!(poll_once(&task).is_pending());
    }
    let mut exclusive = Exclusive::begin(&task).unwrap();
    exclusive.drop_coroutine();
    exclusive.drop_coroutine(); // nothing is left to drop
    drop(exclusive);
    task.state.set(COROUTINE_GONE);
}

#[test]
fn rule_5_one_exclusive_at_a_time() {
    let event_loop = silent_loop();
    let place: Rc<RefCell<Option<AnyTask>>> = Rc::default();
    let inside = Rc::clone(&place);
    let task = as_task(&bare_task(&event_loop, async move {
        let task = inside.borrow().clone().expect("set below");
        assert!(task.state.has(RUNNING));
        assert!(Exclusive::begin(&task).is_none());
        assert!(task.close().is_ok(), "a running task is not closed");
        assert!(!task.state.has(COROUTINE_GONE));
        task.step().map(|()| task.schedule()) // no step inside a step: one after it
    }));
    place.replace(Some(task.clone()));
    assert!(poll_once(&task).is_ready());
    assert!(!task.state.has(RUNNING) && task.state.has(SCHEDULED));
    place.take();
    task.close().unwrap();
    event_loop.stop();
    event_loop.run_forever().unwrap();
}

#[test]
fn a_panic_in_the_coroutine_or_its_destructor_leaves_the_cell_whole() {
    struct PanicsOnDrop(Counted);
    impl Drop for PanicsOnDrop {
        fn drop(&mut self) {
            assert!(self.0.0.get() == 0, "as planned");
        }
    }
    let alive = Rc::new(Cell::new(0));
    let event_loop = silent_loop();
    let (captured, also) = (PanicsOnDrop(Counted::new(&alive)), Counted::new(&alive));
    let task = event_loop
        .create_task(crate::coroutine::Coroutine::new(&CODE, async move {
            let _captured = captured;
            let _also = also;
            std::future::pending::<Result<(), Exception>>().await
        }))
        .unwrap();
    event_loop.stop();
    event_loop.run_forever().unwrap();
    assert!(task.close().is_err());
    assert!(task.state.has(COROUTINE_GONE));
    assert_eq!(alive.get(), 0, "what comes after the panic is dropped as well");
}

#[test]
fn a_destructor_may_use_the_task_that_it_ends_with() {
    struct UsesTask(Rc<RefCell<Option<AnyTask>>>);
    impl Drop for UsesTask {
        fn drop(&mut self) {
            let task = self.0.borrow().clone().expect("set below");
            assert!(task.state.has(RUNNING));
            assert!(!task.done());
            task.schedule();
            task.cancel();
            drop(format!("{task:?}"));
            assert!(Exclusive::begin(&task).is_none());
        }
    }
    let event_loop = silent_loop();
    let place: Rc<RefCell<Option<AnyTask>>> = Rc::default();
    let uses = UsesTask(Rc::clone(&place));
    let task = as_task(&bare_task(&event_loop, async move {
        let _uses = uses;
        Ok(())
    }));
    place.replace(Some(task.clone()));
    task.step().unwrap();
    place.take();
    assert!(task.cancelled(), "as by a cancel in the last step (C11)");
}

#[test]
fn a_report_may_keep_the_future_or_let_it_go() {
    let kept: Rc<RefCell<Vec<AnyFuture>>> = Rc::default();
    let keeps = Rc::clone(&kept);
    let reports = Rc::new(Cell::new(0));
    let counted = Rc::clone(&reports);
    let event_loop = EventLoop::with_virtual_time();
    event_loop.set_exception_handler(move |_, context| {
        counted.set(counted.get() + 1);
        let future = context.future.clone();
        let future = future.or_else(|| context.task.as_ref().map(|task| task.as_future().clone()));
        if counted.get() % 2 == 1 {
            keeps.borrow_mut().extend(future);
        }
    });
    for _ in 0..4 {
        let future = event_loop.create_future::<()>();
        future.set_exception(ValueError::new(())).unwrap();
        drop(future);
        drop(bare_task(&event_loop, async { Ok(()) }));
    }
    assert_eq!(reports.get(), 8);
    assert_eq!(kept.borrow().len(), 4);
    kept.borrow_mut().clear();
    assert_eq!(reports.get(), 8, "each is reported once");
}

#[test]
fn the_local_waker_and_its_clones() {
    let event_loop = silent_loop();
    let task = as_task(&bare_task(&event_loop, std::future::pending::<Result<(), Exception>>()));
    let clone = waker::with_local(&task, |cx| {
        assert!(waker::is_own(&task, cx));
        assert!(!waker::is_trace(cx));
        cx.waker().wake_by_ref();
        assert!(task.state.take(SCHEDULED));
        cx.waker().clone()
    });
    let again = waker::with_trace(&task, |cx| {
        assert!(waker::is_trace(cx) && !waker::is_own(&task, cx));
        cx.waker().clone()
    });
    assert!(clone.will_wake(&again));
    clone.wake_by_ref();
    assert!(task.state.take(SCHEDULED));
    drop(event_loop.core().tasks.to_vec());
    task.close().unwrap();
    clone.wake();
    assert!(!task.state.has(SCHEDULED), "a task without a coroutine is not scheduled");
    drop(task);
    again.wake();
    event_loop.close().unwrap();
}

#[test]
fn a_waker_that_cannot_be_cloned_leaves_the_leaf_as_it_was() {
    static VTABLE: RawWakerVTable =
        RawWakerVTable::new(|_| panic!("in clone"), |_| (), |_| (), |_| ());
    // SAFETY: the functions use no data and keep no state.
    let fragile = unsafe { Waker::from_raw(RawWaker::new(std::ptr::null(), &VTABLE)) };
    let event_loop = silent_loop();
    let future = event_loop.create_future::<u8>();
    let mut leaf = future.clone().into_future();
    let mut poll = |waker: &Waker| {
        let mut cx = StdContext::from_waker(waker);
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            Pin::new(&mut leaf).poll(&mut cx).is_pending()
        }))
    };
    assert!(poll(&fragile).is_err());
    assert!(poll(Waker::noop()).unwrap());
    assert!(poll(&fragile).is_err());
    future.set_result(3).unwrap();
    assert!(!poll(&fragile).unwrap());
}

#[test]
fn a_waker_that_outlives_a_cell_freed_unfinished() {
    let event_loop = silent_loop();
    let task = bare_task(&event_loop, std::future::pending::<Result<(), Exception>>());
    let clone = waker::with_local(&as_task(&task), |cx| cx.waker().clone());
    drop(task); // reported, closed and freed
    clone.wake_by_ref();
    std::thread::spawn(move || clone.wake()).join().unwrap();
    event_loop.stop();
    event_loop.run_forever().unwrap();
}

#[test]
fn the_list_of_tasks_keeps_its_order_while_tasks_leave_it() {
    let event_loop = silent_loop();
    let tasks: Vec<AnyTask> = (0..5)
        .map(|_| as_task(&bare_task(&event_loop, std::future::pending::<Result<(), Exception>>())))
        .collect();
    let list = &event_loop.core().tasks;
    let order = || -> Vec<usize> {
        let place = |task: AnyTask| tasks.iter().position(|other| other.is(&task)).unwrap();
        list.to_vec().into_iter().map(place).collect()
    };
    for task in &tasks {
        list.push(task);
    }
    list.remove(&tasks[2]);
    assert_eq!(order(), [0, 1, 3, 4]);
    list.remove(&tasks[0]);
    list.remove(&tasks[0]);
    list.remove(&tasks[4]);
    assert_eq!(order(), [1, 3]);
    list.push(&tasks[4]);
    list.push(&tasks[0]);
    assert_eq!(order(), [1, 3, 4, 0]);
    for place in [3, 0, 1, 4] {
        list.remove(&tasks[place]);
    }
    assert!(list.to_vec().is_empty());
    list.remove(&tasks[1]);
}

#[test]
fn handles_and_loops_stay_on_their_thread() {
    fn is_send<T: Send + Sync>() {}
    /// Ambiguous, and so an error at compile time, if `T` is `Send`.
    trait NotSend<Guess> {
        fn check() {}
    }
    impl<T: ?Sized> NotSend<()> for T {}
    struct IsSend;
    impl<T: ?Sized + Send> NotSend<IsSend> for T {}
    <AnyFuture as NotSend<_>>::check();
    <AnyTask as NotSend<_>>::check();
    <crate::future::Future<()> as NotSend<_>>::check();
    <crate::future::Await<()> as NotSend<_>>::check();
    <super::Task<()> as NotSend<_>>::check();
    <EventLoop as NotSend<_>>::check();
    <crate::event_loop::Handle as NotSend<_>>::check();
    <Exception as NotSend<_>>::check();
    <Context as NotSend<_>>::check();

    is_send::<crate::event_loop::ThreadsafeHandle>();
    is_send::<Waker>();
}
