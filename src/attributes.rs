//! The attributes, and their documentation.

/// Makes an `async fn` a coroutine function: `async def` of Python.
///
/// Spelled `#[asyncio::coroutine]`, or by its other path `#[asyncpy::coroutine]`. The compiler keeps the
/// bare name `#[coroutine]` for itself; inside a module marked [`#[asyncpy::module]`](macro@module) it
/// works too.
///
/// Calling the function evaluates its arguments, runs nothing of the body, and gives a
/// [`Coroutine`](crate::Coroutine), to be awaited, gathered or made a task.
///
/// ```
/// use asyncpy::prelude::*;
///
/// #[asyncio::coroutine]
/// async fn fetch(id: u32) -> String {
///     asyncio::sleep(0.1).await;
///     if id == 3 {
///         raise!(ValueError("bad id"))
///     }
///     format!("item {id}")
/// }
///
/// #[asyncpy::main]
/// async fn main() {
///     assert_eq!(fetch(1).await, "item 1");
///     let error = attempt!(fetch(3).await).unwrap_err();
///     assert_eq!(format!("{error:?}"), "ValueError('bad id')");
/// }
/// ```
///
/// # In the body
///
/// - **`x.await`** gives the value, or leaves the function with the exception. What an exception is, the
///   output's type says: `Result<T, Exception>`; `Result<T, E>` with an `E` that implements `Error`, or that
///   converts to `Box<dyn Error + Send + Sync>`; `Result<T, Box<dyn Error>>`. Any other output is the value.
///   So futures of other crates can be awaited too.
/// - **`x.await?`** is Rust's own `?` on the output, and does not raise by itself: the two are the same for a
///   `Result<T, Exception>`, and take one layer off a `Result<Result<T, E>, Exception>`.
/// - **`x?`** raises the error as an exception.
/// - **`return`** returns a value of the declared type.
/// - [`raise!`](crate::raise), [`attempt!`](crate::attempt), [`with!`](crate::with),
///   [`async_with!`](crate::async_with) and [`async_for!`](crate::async_for) belong to the body, as any
///   statement does: they may await, return, break and continue.
/// - Closures, `async` blocks and items inside the body are functions of their own, and plain Rust.
///
/// Arguments of other macros (`println!("{}", x.await)`) are part of the body as far as they are expressions
/// between commas. An `.await` in a macro that cannot be read is an error. Macros that hide their awaits
/// (`join!`, `select!`) are errors, because coroutines in them would be dropped without their `finally`;
/// `leave = "…"` exempts one.
///
/// # Options
///
/// - **`boxed`**: the future is boxed, which recursion and `dyn Trait` need.
/// - **`leave = "stream, join"`**: macros to leave as they are.
/// - **`crate = path`**: where asyncpy is, if not at `::asyncpy`.
///
/// ```
/// # use asyncpy::prelude::*;
/// trait Shape {
///     #[asyncio::coroutine(boxed)]
///     async fn area(&self) -> f64;
/// }
///
/// #[asyncio::coroutine(boxed)]
/// async fn factorial(n: u64) -> u64 {
///     if n == 0 { 1 } else { n * factorial(n - 1).await }
/// }
/// # assert_eq!(run!(factorial(5)).unwrap(), 120);
/// ```
///
/// # Where it goes
///
/// On functions, methods, trait methods and their implementations, with generics, `impl Trait` in arguments
/// and result, `-> !`, and borrowed arguments. Tasks hold what they run for as long as they want: a coroutine
/// that borrows can be awaited, but not spawned or gathered. A method takes `self: Rc<Self>` for that.
///
/// # Traceback
///
/// Every `.await`, `?` and `raise!` that an exception leaves adds the function, file and line to its
/// traceback; of a call over several lines the line of the name that is called.
pub use asyncpy_macros::coroutine;

/// Makes an `async fn` an asynchronous generator function: `async def` with `yield`. The type it is declared to
/// return is that of what it yields.
///
/// Calling the function evaluates its arguments, runs nothing of the body, and gives an
/// [`AsyncGenerator`](crate::AsyncGenerator), to be iterated by [`async_for!`](crate::async_for) or driven by
/// `asend`, `athrow` and `aclose`.
///
/// ```
/// use asyncpy::prelude::*;
///
/// #[asyncio::async_generator]
/// async fn countdown(from: u32) -> u32 {
///     attempt! {
///         try {
///             for n in (0..from).rev() {
///                 asyncio::sleep(0.1).await;
///                 yield_!(n);
///             }
///         } finally {
///             println!("closed");
///         }
///     }
/// }
///
/// # #[asyncpy::main] async fn main() {
/// # let mut seen = Vec::new();
/// async_for! {
///     n in countdown(3) {
///         println!("{n}");
/// #       seen.push(n);
///     }
/// }
/// # assert_eq!(seen, [2, 1, 0]);
/// # }
/// ```
///
/// Everything that [`coroutine`](macro@coroutine) says about bodies holds here too. The body has no value, and
/// `return` takes none. Arguments must be owned (`'static`): a generator may outlive the function that called it.
///
/// # Options
///
/// - **`send = type`**: what can be sent into the generator. `yield_!` gives an `Option` of it then, `None` for plain
///   iteration.
/// - `leave` and `crate` are those of [`coroutine`](macro@coroutine).
///
/// ```
/// # use asyncpy::prelude::*;
/// #[asyncio::async_generator(send = i32)]
/// async fn sums() -> i32 {
///     let mut sum = 0;
///     while let Some(n) = yield_!(sum) {
///         sum += n;
///     }
/// }
///
/// # #[asyncpy::main] async fn main() {
/// let sums = sums();
/// assert_eq!(sums.asend(None).await, 0);                      // a generator that has not started is sent `None`
/// assert_eq!(sums.asend(Some(5)).await, 5);
/// assert_eq!(sums.asend(Some(2)).await, 7);
/// sums.aclose().await;
/// # }
/// ```
///
/// # How it ends
///
/// At the end of the body the consumer's await raises `StopAsyncIteration`, where `async_for!` ends. A generator that
/// is dropped before, where it is suspended, is closed by a task of the loop: its `finally` runs a little later.
/// `run` closes those that are left when main has ended. Only `aclose` waits for it.
pub use asyncpy_macros::async_generator;

/// Makes an `async fn` with one `yield_!` an asynchronous context manager: `@contextlib.asynccontextmanager`. The
/// type it is declared to return is that of what it yields.
///
/// ```
/// use asyncpy::prelude::*;
///
/// #[asyncio::asynccontextmanager]
/// async fn connection(host: &'static str) -> String {
///     asyncio::sleep(0.1).await;
///     attempt! {
///         try { yield_!(format!("connected to {host}")); }
///         finally { println!("closed"); }
///     }
/// }
///
/// # #[asyncpy::main] async fn main() {
/// async_with! { connection("localhost") as text {
///     println!("{text}");
/// } }
/// # }
/// ```
///
/// `async_with!` runs the body to the `yield_!` and, behind its block, to the end. An exception of the block is raised
/// at the `yield_!`; a body that catches it there suppresses it. A body that ends before its `yield_!`, or comes to
/// another one, raises `RuntimeError`.
///
/// The options `leave` and `crate` are those of [`coroutine`](macro@coroutine).
pub use asyncpy_macros::asynccontextmanager;

/// Makes `main` a program: runs the coroutine, prints the traceback of what it raises, and exits with 1.
///
/// ```
/// use asyncpy::prelude::*;
///
/// #[asyncpy::main]
/// async fn main() {
///     asyncio::sleep(0.1).await;
/// }
/// ```
///
/// On an ordinary `fn main() -> Result<(), Exception>`, for programs that drive a loop by hand, it does the
/// same with what the function returns:
///
/// ```
/// # use asyncpy::prelude::*;
/// #[asyncpy::main]
/// fn main() -> Result<(), Exception> {
///     let event_loop = asyncio::new_event_loop();
///     event_loop.run_until_complete(coroutine! { asyncio::sleep(0.1).await; })
/// }
/// ```
///
/// The options `crate` and `leave` are those of [`coroutine`](macro@coroutine).
pub use asyncpy_macros::main;

/// Makes a coroutine function a test, on a loop of its own whose clock jumps: sleeping takes no time.
///
/// ```
/// use asyncpy::prelude::*;
///
/// # mod tests { use super::*; // the attribute hides the function outside of tests
/// #[asyncpy::test]
/// async fn a_day_takes_no_time() {
///     asyncio::sleep(86_400).await;
/// }
/// # }
/// # fn main() {}
/// ```
///
/// `#[asyncpy::test(virtual_time = false)]` runs on the real clock. Other attributes of tests
/// (`#[should_panic]`, `#[ignore]`) go below it. A test fails if it raises, or gives an `Err`. The options
/// `crate` and `leave` are those of [`coroutine`](macro@coroutine).
pub use asyncpy_macros::test;

/// Makes the bare `#[coroutine]` work inside of a module.
///
/// ```
/// #[asyncpy::module]
/// mod fetching {
///     #[coroutine]
///     pub async fn fetch(id: u32) -> String {
///         format!("item {id}")
///     }
/// }
/// # assert_eq!(asyncpy::run!(fetching::fetch(1)).unwrap(), "item 1");
/// ```
///
/// The module's text must be in braces behind it. With `crate = path` every `#[coroutine]` inside gets that
/// option.
pub use asyncpy_macros::module;
