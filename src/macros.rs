//! The shells of the function-like macros, and their documentation.
//!
//! Each hands this crate's path to the procedural macro of the same name, so that expansions find
//! it under whatever name the user has given it. The arm `@used` is for the attribute: it reads a
//! call without rustc seeing it, and leaves this one behind so that the import counts as used.

/// `try`, `except`, `else`, `finally`: Python's statement, or the `Result` of an expression.
///
/// ```
/// # use asyncpy::prelude::*;
/// # #[asyncio::coroutine] async fn fetch(id: u32) -> u32 {
/// #     if id == 3 { raise!(ValueError("bad id")) }
/// #     id
/// # }
/// # #[asyncpy::main] async fn main() {
/// let size = attempt! {
///     try {
///         fetch(3).await
///     } except ValueError as e {
///         println!("caught {e}");
///         0
///     } except (KeyError, TypeError) {
///         1
///     } finally {
///         println!("cleaned up");
///     }
/// };
/// # assert_eq!(size, 0);
/// let result: Result<u32, Exception> = attempt!(fetch(3).await);
/// assert!(result.is_err());
/// # }
/// ```
///
/// - `except X as e` names a class, or a type that implements `Error`; then `e` is the error itself, by
///   [`Caught`](crate::asyncio::Caught). `except (X, Y)` catches several, `except` alone everything.
/// - `return`, `break`, `continue`, `?` and `.await` work in every block. `finally` runs on every way out; a
///   jump out of `finally` itself overrides the one it interrupts.
/// - `else` runs when nothing was raised, and is not guarded by the handlers.
/// - The value is that of the block that ran last: the body, or `else` if there is one, or a handler.
/// - An exception that is raised in a handler or in `finally` has the one being handled as its `__context__`.
/// - `except* X as group` handles parts of exception groups (PEP 654): several handlers may run, what they
///   raise and what no handler takes leaves together. There is no value, and no jump out of such a handler.
///
/// Nothing is a closure, so nothing is captured.
///
/// Inside of a coroutine this is part of the body. Elsewhere (an ordinary function, a closure, an `async`
/// block) `return` is the function's own, and an exception leaves by `return Err(From::from(exception))`:
///
/// ```
/// # use asyncpy::prelude::*;
/// fn parse(text: &str) -> Result<i32, Exception> {
///     attempt! {
///         try { Ok(text.parse::<i32>()?) }
///         except ValueError { raise!(KeyError(text)) }
///     }
/// }
/// assert_eq!(parse("x").unwrap_err().to_string(), "'x'");
/// ```
#[macro_export]
macro_rules! attempt {
    (@used) => {};
    ($($tokens:tt)*) => {
        $crate::__private::attempt!(($crate) $($tokens)*)
    };
}

/// Raises an exception: leaves the function, or the `try` block, with it.
///
/// ```
/// # use asyncpy::prelude::*;
/// # #[asyncio::coroutine] async fn raising(n: u32) {
/// #     let cause = KeyError("k");
/// #     match n {
/// #     0 =>
/// raise!(ValueError("bad id")),
/// #     1 =>
/// raise!(ValueError),                         // a built-in class without arguments
/// #     2 =>
/// raise!(OSError(2, "No such file")),         // or with several
/// #     3 =>
/// raise!(std::fmt::Error),                    // any error
/// #     4 =>
/// raise!(ValueError("bad id") from cause),    // `from None` hides what was being handled
/// #     _ => {} }
/// # }
/// # for n in 0..5 { assert!(run!(raising(n)).is_err()); }
/// ```
///
/// `raise!()` raises the exception again that the `except` block around it handles.
///
/// Inside of a coroutine this is part of the body. Elsewhere it is `return Err(From::from(exception))`.
#[macro_export]
macro_rules! raise {
    (@used) => {};
    ($($tokens:tt)*) => {
        $crate::__private::raise!(($crate) $($tokens)*)
    };
}

/// Python's `with`: enters a [`ContextManager`](crate::asyncio::ContextManager), runs a block, and leaves it on every way out.
///
/// ```
/// # use asyncpy::prelude::*;
/// struct Tag(&'static str);
///
/// impl ContextManager for Tag {
///     type Value = &'static str;
///     fn __enter__(&mut self) -> Result<&'static str, Exception> {
///         println!("<{}>", self.0);
///         Ok(self.0)
///     }
///     fn __exit__(&mut self, _exception: Option<&Exception>) -> Result<bool, Exception> {
///         println!("</{}>", self.0);
///         Ok(false)
///     }
/// }
///
/// fn print() -> Result<(), Exception> {
///     with! { Tag("p") as name, Tag("b") { println!("inside {name}"); } }
///     Ok(())
/// }
/// # print().unwrap();
/// ```
///
/// Everything that [`async_with!`](crate::async_with) says holds here too, without the awaiting.
#[macro_export]
macro_rules! with {
    (@used) => {};
    ($($tokens:tt)*) => {
        $crate::__private::with!(($crate) $($tokens)*)
    };
}

/// Python's `async with`: enters an [`AsyncContextManager`](crate::asyncio::AsyncContextManager), runs a block, and leaves it on every way out.
///
/// ```
/// # use asyncpy::prelude::*;
/// struct Connection;
///
/// impl AsyncContextManager for Connection {
///     type Value = u32;
///     #[asyncio::coroutine]
///     async fn __aenter__(&mut self) -> u32 {
///         asyncio::sleep(0.1).await;
///         7
///     }
///     #[asyncio::coroutine]
///     async fn __aexit__(&mut self, exception: Option<&Exception>) -> bool {
///         asyncio::sleep(0.1).await;
///         exception.is_some_and(|e| e.is_instance::<KeyError>())
///     }
/// }
///
/// # #[asyncpy::main] async fn main() {
/// async_with! {
///     Connection as id, Connection as (_other) {
///         println!("{id}");
///         raise!(KeyError("suppressed"))
///     }
/// }
/// # }
/// ```
///
/// - The manager is any expression, and is borrowed where it is: shared if `&M` is a manager, as for locks,
///   else mutably. `as` introduces a pattern, so a cast needs parentheses: `(x as T)`.
/// - Several managers are entered from left to right and left in the opposite order.
/// - Leaving gets the exception, if the block is left by one. If it returns `true`, the exception ends there.
///   Then a block that has a value would have none: this raises `RuntimeError`.
/// - If entering raises, nothing is left.
///
/// Inside of a coroutine this is part of the body. Elsewhere see [`attempt!`](crate::attempt).
#[macro_export]
macro_rules! async_with {
    (@used) => {};
    ($($tokens:tt)*) => {
        $crate::__private::async_with!(($crate) $($tokens)*)
    };
}

/// Python's `async for`: a loop over an [`AsyncIterable`](crate::asyncio::AsyncIterable), such as an
/// [`AsyncGenerator`](crate::AsyncGenerator), or over a stream of any other crate (`futures_core::Stream`).
///
/// ```
/// # use asyncpy::prelude::*;
/// struct Countdown(u32);
///
/// impl AsyncIterator for Countdown {
///     type Item = u32;
///     #[asyncio::coroutine]
///     async fn __anext__(&mut self) -> u32 {
///         asyncio::sleep(0.1).await;
///         if self.0 == 0 {
///             raise!(StopAsyncIteration)
///         }
///         self.0 -= 1;
///         self.0
///     }
/// }
///
/// # #[asyncpy::main] async fn main() {
/// # let mut seen = Vec::new();
/// async_for! {
///     n in Countdown(3) {
///         if n == 1 { continue; }
///         println!("{n}");
/// #       seen.push(n);
///     } else {
///         println!("no `break`");
///     }
/// }
/// # assert_eq!(seen, [2, 0]);
/// # }
/// ```
///
/// The loop takes the iterable, as `for` does; `&mut iterator` keeps it. A label goes in front:
/// `async_for! { 'rows: row in rows() { … } }`. `else` runs unless the loop was left by `break`.
///
/// Inside of a coroutine this is part of the body. Elsewhere see [`attempt!`](crate::attempt).
#[macro_export]
macro_rules! async_for {
    (@used) => {};
    ($($tokens:tt)*) => {
        $crate::__private::async_for!(($crate) $($tokens)*)
    };
}

/// Python's `yield` in an asynchronous generator: hands a value to the consumer, and waits until it asks for the next.
///
/// ```
/// # use asyncpy::prelude::*;
/// #[asyncio::async_generator]
/// async fn letters() -> char {
///     yield_!('a');
///     yield_!('b');
/// }
/// # #[asyncpy::main] async fn main() {
/// # let mut seen = String::new();
/// async_for! { letter in letters() { println!("{letter}");
/// #   seen.push(letter);
/// } }
/// # assert_eq!(seen, "ab");
/// # }
/// ```
///
/// It gives what was sent, by [`asend`](crate::AsyncGenerator::asend), and raises what was thrown, by
/// [`athrow`](crate::AsyncGenerator::athrow). `yield_!()` yields `()`. The name ends in `_` because the compiler keeps
/// `yield` for itself.
///
/// It works in the body of a function with [`async_generator`](macro@crate::async_generator) or
/// [`asynccontextmanager`](macro@crate::asynccontextmanager), and nowhere else: not in a closure or `async` block.
#[macro_export]
macro_rules! yield_ {
    (@used) => {};
    ($($tokens:tt)*) => {
        $crate::__private::yield_!(($crate) $($tokens)*)
    };
}

/// `asyncio.gather`: runs awaitables at the same time, and gives their results in order.
///
/// ```
/// # use asyncpy::prelude::*;
/// # #[asyncio::coroutine] async fn fetch(id: u32) -> u32 { id }
/// # #[asyncio::coroutine] async fn name(id: u32) -> String { id.to_string() }
/// # #[asyncpy::main] async fn main() {
/// let (item, name) = gather!(fetch(1), name(1)).await;        // a tuple: each has a type of its own
/// let items = gather!(*(1..4).map(fetch)).await;              // a `Vec`, for a `*` before an iterable
/// let results = gather!(*(1..4).map(fetch), return_exceptions = True).await;
/// # assert_eq!((item, name.as_str(), items), (1, "1", vec![1, 2, 3]));
/// # assert_eq!(results.len(), 3);
/// # }
/// ```
///
/// Up to 12 awaitables may have types of their own; `gather!(a, *rest)` takes one type for all. The result is a
/// future. With `return_exceptions = True` each result is a `Result`; this must be written out, since it decides
/// the type.
#[macro_export]
macro_rules! gather {
    (@used) => {};
    ($($tokens:tt)*) => {
        $crate::__private::gather!(($crate) $($tokens)*)
    };
}

/// `asyncio.create_task`: runs a coroutine on its own, and gives its [`Task`](crate::Task).
///
/// ```
/// # use asyncpy::prelude::*;
/// # #[asyncio::coroutine] async fn fetch(id: u32) -> u32 { id }
/// # #[asyncpy::main] async fn main() {
/// let task = create_task!(fetch(1), name = "first");
/// assert_eq!(task.get_name(), "first");
/// assert_eq!(task.await, 1);
/// # }
/// ```
///
/// Keywords: `name`, `context`, `eager_start`. The coroutine must not borrow from the function around it.
///
/// # Panics
///
/// If no loop runs on this thread.
#[macro_export]
macro_rules! create_task {
    (@used) => {};
    ($($tokens:tt)*) => {
        $crate::__private::create_task!(($crate) $($tokens)*)
    };
}

/// `asyncio.ensure_future`: a future as it is, a coroutine as a task.
///
/// ```
/// # use asyncpy::prelude::*;
/// # #[asyncio::coroutine] async fn fetch(id: u32) -> u32 { id }
/// # #[asyncpy::main] async fn main() {
/// let future = ensure_future!(fetch(1));
/// assert_eq!(future.await, 1);
/// # }
/// ```
///
/// Keyword: `loop`.
///
/// # Panics
///
/// If the loop is closed.
#[macro_export]
macro_rules! ensure_future {
    (@used) => {};
    ($($tokens:tt)*) => {
        $crate::__private::ensure_future!(($crate) $($tokens)*)
    };
}

/// `asyncio.wait`: waits for tasks, and gives those that are done and those that are pending.
///
/// ```
/// # use asyncpy::prelude::*;
/// # #[asyncpy::main] async fn main() {
/// let tasks = [create_task!(asyncio::sleep(0.01)), create_task!(asyncio::sleep(3600))];
/// let (done, pending) = wait!(tasks, timeout = 5, return_when = asyncio::FIRST_COMPLETED).await;
/// assert_eq!((done.len(), pending.len()), (1, 1));
/// # }
/// ```
///
/// Keywords: `timeout`, `return_when` (`asyncio::ALL_COMPLETED`, `FIRST_COMPLETED`, `FIRST_EXCEPTION`). Nothing is
/// cancelled. The result is a coroutine.
#[macro_export]
macro_rules! wait {
    (@used) => {};
    ($($tokens:tt)*) => {
        $crate::__private::wait!(($crate) $($tokens)*)
    };
}

/// `asyncio.wait_for`: awaits with a deadline, after which what is awaited is cancelled.
///
/// ```
/// # use asyncpy::prelude::*;
/// # #[asyncpy::main] async fn main() {
/// attempt! {
///     try { wait_for!(asyncio::sleep(3600), timeout = 0.01).await; }
///     except TimeoutError { println!("too late"); }
/// }
/// wait_for!(asyncio::sleep(0), 0.5).await;                    // the keyword may be left out
/// wait_for!(asyncio::sleep(0), None).await;                   // no deadline
/// # }
/// ```
///
/// Keyword: `timeout`. The result is a coroutine.
#[macro_export]
macro_rules! wait_for {
    (@used) => {};
    ($($tokens:tt)*) => {
        $crate::__private::wait_for!(($crate) $($tokens)*)
    };
}

/// `asyncio.as_completed`: runs awaitables at the same time, and gives them in the order in which they end.
///
/// ```
/// # use asyncpy::prelude::*;
/// # #[asyncpy::main] async fn main() {
/// # let mut seen = Vec::new();
/// let naps = [3, 1, 2].map(|n| asyncio::sleep_with(f64::from(n) / 1000.0, n));
/// for next in as_completed!(naps, timeout = 10) {
///     println!("{}", next.await);                             // 1, 2, 3
/// #   seen.push(seen.len());
/// }
/// # assert_eq!(seen.len(), 3);
/// # }
/// ```
///
/// Keyword: `timeout`. The result is an iterator of coroutines; [`async_for!`](crate::async_for) over it gives the
/// tasks themselves.
///
/// # Panics
///
/// If the loop is closed.
#[macro_export]
macro_rules! as_completed {
    (@used) => {};
    ($($tokens:tt)*) => {
        $crate::__private::as_completed!(($crate) $($tokens)*)
    };
}

/// `asyncio.timeout`: an [`async_with!`](crate::async_with) block with a deadline.
///
/// ```
/// # use asyncpy::prelude::*;
/// # #[asyncpy::main] async fn main() {
/// attempt! {
///     try {
///         async_with! { timeout!(0.01) as deadline {
///             assert!(deadline.when().is_some());
///             asyncio::sleep(3600).await;
///         } }
///     } except TimeoutError { println!("too late"); }
/// }
/// # }
/// ```
///
/// Keyword: `delay`. `timeout!(None)` has no deadline, until it is rescheduled.
///
/// # Panics
///
/// If no loop runs on this thread.
#[macro_export]
macro_rules! timeout {
    (@used) => {};
    ($($tokens:tt)*) => {
        $crate::__private::timeout!(($crate) $($tokens)*)
    };
}

/// `asyncio.shield`: awaits something that goes on when the waiter is cancelled.
///
/// ```
/// # use asyncpy::prelude::*;
/// # #[asyncio::coroutine] async fn save() -> u32 { 5 }
/// # #[asyncpy::main] async fn main() {
/// let saved = shield!(save()).await;
/// assert_eq!(saved, 5);
/// # }
/// ```
///
/// The result is a future.
///
/// # Panics
///
/// If the loop is closed.
#[macro_export]
macro_rules! shield {
    (@used) => {};
    ($($tokens:tt)*) => {
        $crate::__private::shield!(($crate) $($tokens)*)
    };
}

/// `asyncio.run`: makes a loop, runs a coroutine on it to its end, cancels what is left, and closes the loop.
///
/// ```
/// # use asyncpy::prelude::*;
/// # #[asyncio::coroutine] async fn fetch(id: u32) -> u32 { id }
/// assert_eq!(run!(fetch(1)).unwrap(), 1);
/// assert_eq!(run!(fetch(2), debug = true).unwrap(), 2);
/// ```
///
/// Keywords: `debug`, `loop_factory`. Gives the value, or what was raised.
#[macro_export]
macro_rules! run {
    (@used) => {};
    ($($tokens:tt)*) => {
        $crate::__private::run!(($crate) $($tokens)*)
    };
}

/// An anonymous coroutine, which moves what it captures: `coroutine! { … }`.
///
/// ```
/// use asyncpy::prelude::*;
///
/// let name = String::from("first");
/// let coroutine = coroutine! {
///     asyncio::sleep(0.1).await;
///     name.len()
/// };
/// assert_eq!(run!(coroutine).unwrap(), 5);
/// ```
///
/// The block is the body of a coroutine function without arguments, whose type is inferred: see the attribute
/// [`coroutine`](macro@crate::coroutine). As a macro it is in the prelude only; `asyncio::coroutine` and
/// `asyncpy::coroutine` are the attribute.
#[macro_export]
#[doc(hidden)]
macro_rules! __coroutine {
    ($($tokens:tt)*) => {
        $crate::__private::coroutine_block!(($crate) $($tokens)*)
    };
}
