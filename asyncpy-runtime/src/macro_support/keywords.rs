//! What `gather!`, `create_task!`, `ensure_future!`, `run!`, `wait!` and its like, `#[main]` and `#[test]` call.

use std::future::Future as StdFuture;
use std::process::{ExitCode, Termination};

pub use crate::run::RunOptions;
pub use crate::task_options::TaskOptions;
pub use crate::timeouts::wait_for;
pub use crate::wait::WaitOptions;

use crate::as_completed::AsCompleted;
use crate::awaitable::Awaitable;
use crate::coroutine::Coroutine;
use crate::event_loop::EventLoop;
use crate::exception::Exception;
use crate::future::Future;
use crate::gather::{Children, result_or_exception};
use crate::macro_support::attempt::Never;
use crate::macro_support::awaiting::Unknown;
use crate::seconds::OptionalSeconds;
use crate::task::Task;
use crate::timeouts::Timeout;
use crate::wait::Waitable;

/// What the macros do with an error that asyncio would raise where no exception can be raised.
#[track_caller]
fn expect<T>(result: Result<T, Exception>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => panic!("{error:?}"),
    }
}

/// `create_task!`.
///
/// # Panics
/// If no loop runs on this thread.
#[track_caller]
pub fn spawn<T: 'static, F>(coroutine: Coroutine<F>, options: TaskOptions) -> Task<T>
where
    F: StdFuture<Output = Result<T, Exception>> + 'static, // a task may not borrow: take `self: Rc<Self>` or owned arguments
{
    expect(options.spawn(coroutine))
}

/// `ensure_future!`.
///
/// # Panics
/// If the loop is closed.
#[track_caller]
pub fn ensure_future<A: Awaitable>(awaitable: A) -> Future<A::Output> {
    expect(crate::awaitable::ensure_future(awaitable))
}

/// `ensure_future!(…, loop = …)`.
///
/// # Panics
/// If the loop is closed, or the future belongs to another one.
#[track_caller]
pub fn ensure_future_on<A: Awaitable>(awaitable: A, event_loop: EventLoop) -> Future<A::Output> {
    expect(awaitable.ensure_future_on(&event_loop))
}

/// `run!`.
///
/// # Errors
/// As `RunOptions::run`.
pub fn run<T: 'static, F>(coroutine: Coroutine<F>, options: RunOptions) -> Result<T, Exception>
where
    F: StdFuture<Output = Result<T, Exception>> + 'static,
{
    options.run(coroutine)
}

/// `wait!`.
pub fn wait<I>(
    futures: I,
    options: WaitOptions,
) -> Coroutine<impl StdFuture<Output = Result<(Vec<I::Item>, Vec<I::Item>), Exception>>>
where
    I: IntoIterator,
    I::Item: Waitable,
{
    options.wait(futures)
}

/// `as_completed!`.
///
/// # Panics
/// If the loop is closed.
#[track_caller]
pub fn as_completed<I>(
    awaitables: I,
    timeout: impl OptionalSeconds,
) -> AsCompleted<<I::Item as Awaitable>::Output>
where
    I: IntoIterator,
    I::Item: Awaitable,
{
    expect(crate::as_completed::as_completed(awaitables, timeout))
}

/// `timeout!`.
///
/// # Panics
/// If no loop runs on this thread.
#[track_caller]
pub fn timeout(delay: impl OptionalSeconds) -> Timeout {
    expect(crate::timeouts::timeout(delay))
}

/// `shield!`.
///
/// # Panics
/// If the loop is closed.
#[track_caller]
pub fn shield<A: Awaitable>(awaitable: A) -> Future<A::Output> {
    expect(crate::shield::shield(awaitable))
}

/// What is awaitable, and is `W`: itself.
#[diagnostic::on_unimplemented(
    message = "An asyncio.Future, a coroutine or an awaitable is required, not `{Self}`",
    label = "not a coroutine, a task or a future of asyncpy",
    note = "for a list of them, write a star: `gather!(*tasks)`",
    note = "wrap a future of another crate in a coroutine: `coroutine! {{ other.await }}`"
)]
pub trait Checked<W> {
    /// The same.
    fn checked(self) -> W;
}

impl<A: Awaitable> Checked<A> for A {
    fn checked(self) -> A {
        self
    }
}

/// As for `Wrap`: with a second implementation, the function around a wrong argument causes no second error.
impl<A: Unknown> Checked<Never> for A {
    fn checked(self) -> Never {
        unreachable!("nothing is `Unknown`")
    }
}

/// One argument of `gather!` or `ensure_future!`, checked where it stands.
pub fn awaitable<A, W>(awaitable: A) -> W
where
    A: Checked<W>, // a task may not borrow: take `self: Rc<Self>` or owned arguments
{
    awaitable.checked()
}

/// An iterable of awaitables, and is `W`: itself.
#[diagnostic::on_unimplemented(
    message = "an iterable of coroutines, tasks or futures is required after `*`, not `{Self}`",
    label = "not an iterable of awaitables",
    note = "without `*`, `gather!` takes a single coroutine, task or future"
)]
pub trait CheckedAll<W> {
    /// The same.
    fn checked(self) -> W;
}

impl<I: IntoIterator> CheckedAll<I> for I
where
    I::Item: Awaitable,
{
    fn checked(self) -> I {
        self
    }
}

/// As for `Checked`.
impl<I: Unknown> CheckedAll<Never> for I {
    fn checked(self) -> Never {
        unreachable!("nothing is `Unknown`")
    }
}

/// `*awaitables` in `gather!`, checked where it stands.
pub fn awaitables<I, W>(awaitables: I) -> W
where
    I: CheckedAll<W>, // a task may not borrow: take `self: Rc<Self>` or owned arguments
{
    awaitables.checked()
}

/// A tuple of awaitables.
pub trait GatherTuple {
    /// The results.
    type Outputs: 'static;
    /// The results or exceptions.
    type Results: 'static;
    /// `gather!(a, b)`.
    fn gather(self) -> Future<Self::Outputs>;
    /// `gather!(a, b, return_exceptions = true)`.
    fn gather_exceptions(self) -> Future<Self::Results>;
}

/// `gather!(a, b)`.
pub fn gather_tuple<G: GatherTuple>(awaitables: G) -> Future<G::Outputs> {
    awaitables.gather()
}

/// `gather!(a, b, return_exceptions = true)`.
pub fn gather_tuple_exceptions<G: GatherTuple>(awaitables: G) -> Future<G::Results> {
    awaitables.gather_exceptions()
}

pub use crate::gather::{gather as gather_iter, gather_exceptions as gather_iter_exceptions};

/// A future that was not made, because an earlier argument was refused: gather has failed already.
const REFUSED: &str = "results are collected only if every child was added";

macro_rules! gather_tuples {
    ($(($($name:ident),*))*) => {$(
        #[allow(non_snake_case, reason = "values are named as their types")]
        #[allow(unused_mut, clippy::unused_unit, reason = "the empty tuple")]
        impl<$($name: Awaitable),*> GatherTuple for ($($name,)*) {
            type Outputs = ($($name::Output,)*);
            type Results = ($(Result<$name::Output, Exception>,)*);

            fn gather(self) -> Future<Self::Outputs> {
                let ($($name,)*) = self;
                let mut children = Children::new();
                $(let $name = children.add($name);)*
                children.gather(false, move || {
                    $(let $name = $name.expect(REFUSED);)*
                    Ok(($($name.take_result()?,)*))
                })
            }

            fn gather_exceptions(self) -> Future<Self::Results> {
                let ($($name,)*) = self;
                let mut children = Children::new();
                $(let $name = children.add($name);)*
                children.gather(true, move || {
                    $(let $name = $name.expect(REFUSED);)*
                    Ok(($(result_or_exception(&$name),)*))
                })
            }
        }
    )*};
}

gather_tuples! {
    ()
    (A)
    (A, B)
    (A, B, C)
    (A, B, C, D)
    (A, B, C, D, E)
    (A, B, C, D, E, F)
    (A, B, C, D, E, F, G)
    (A, B, C, D, E, F, G, H)
    (A, B, C, D, E, F, G, H, I)
    (A, B, C, D, E, F, G, H, I, J)
    (A, B, C, D, E, F, G, H, I, J, K)
    (A, B, C, D, E, F, G, H, I, J, K, L)
}

/// Adds one argument when its turn comes: all arguments are evaluated before the first task is made.
type Deferred<T> = Box<dyn FnOnce(&mut Children) -> Option<Future<T>>>;

/// `gather!(a, *rest)`: single awaitables and splats of one output type.
pub struct Splat<T> {
    arguments: Vec<Deferred<T>>,
}

impl<T> std::fmt::Debug for Splat<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Splat").field("len", &self.arguments.len()).finish()
    }
}

impl<T: 'static> Splat<T> {
    /// No argument yet.
    #[must_use]
    #[expect(clippy::new_without_default, reason = "only expansions make one")]
    pub fn new() -> Self {
        Self { arguments: Vec::new() }
    }

    /// One awaitable.
    #[must_use]
    pub fn one<A: Awaitable<Output = T> + 'static>(mut self, awaitable: A) -> Self {
        self.arguments.push(Box::new(move |children| children.add(awaitable)));
        self
    }

    /// `*iterable`.
    #[must_use]
    pub fn many<I>(self, awaitables: I) -> Self
    where
        I: IntoIterator,
        I::Item: Awaitable<Output = T> + 'static,
    {
        awaitables.into_iter().fold(self, Self::one)
    }

    /// `gather!(…)`.
    pub fn gather(self) -> Future<Vec<T>> {
        let (children, futures) = self.add();
        children.gather(false, move || futures.iter().map(Future::take_result).collect())
    }

    /// `gather!(…, return_exceptions = true)`.
    pub fn gather_exceptions(self) -> Future<Vec<Result<T, Exception>>> {
        let (children, futures) = self.add();
        children.gather(true, move || Ok(futures.iter().map(result_or_exception).collect()))
    }

    fn add(self) -> (Children, Vec<Future<T>>) {
        let mut children = Children::new();
        let futures = self.arguments.into_iter().filter_map(|add| add(&mut children)).collect();
        (children, futures)
    }
}

/// `#[main]` on a coroutine.
pub fn run_main<T, F>(coroutine: Coroutine<F>, options: RunOptions) -> ExitCode
where
    T: Termination + 'static,
    F: StdFuture<Output = Result<T, Exception>> + 'static,
{
    exit_code(options.run(coroutine))
}

/// `#[main]` on a plain function.
pub fn exit_code<T: Termination>(outcome: Result<T, Exception>) -> ExitCode {
    match outcome {
        Ok(value) => value.report(),
        Err(error) => error.report(),
    }
}

/// The options of `#[test]`.
#[derive(Debug, Clone, Copy)]
pub struct TestOptions {
    virtual_time: bool,
}

impl TestOptions {
    /// On the virtual clock.
    #[must_use]
    #[expect(clippy::new_without_default, reason = "only expansions make one")]
    pub fn new() -> Self {
        Self { virtual_time: true }
    }

    /// Whether the test runs on the virtual clock.
    #[must_use]
    pub fn virtual_time(self, virtual_time: bool) -> Self {
        Self { virtual_time }
    }
}

/// What a test may give: nothing, or a `Result`.
pub trait TestOutcome {
    /// The text of the failure, if it failed.
    fn failure(self) -> Option<String>;
}

impl TestOutcome for () {
    fn failure(self) -> Option<String> {
        None
    }
}

impl<E: std::fmt::Debug> TestOutcome for Result<(), E> {
    fn failure(self) -> Option<String> {
        self.err().map(|error| format!("{error:?}"))
    }
}

/// `#[test]`.
///
/// # Panics
/// With the traceback, if the coroutine raises or gives an `Err`.
pub fn run_test<T, F>(coroutine: Coroutine<F>, options: TestOptions)
where
    T: TestOutcome + 'static,
    F: StdFuture<Output = Result<T, Exception>> + 'static,
{
    let options = RunOptions::new().virtual_time(options.virtual_time);
    let failure = match options.run(coroutine) {
        Ok(outcome) => outcome.failure(),
        Err(error) => Some(error.format()),
    };
    if let Some(failure) = failure {
        panic!("{failure}");
    }
}
