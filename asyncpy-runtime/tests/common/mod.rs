//! What the tests of the runtime share: coroutines without macros, a trace, and a watchdog.
//!
//! Rules:
//! 1. A test prints lines with `say!` and compares them once, at its end, with what CPython printed.
//! 2. Time is virtual wherever the test is not about real threads.
//! 3. A test that hangs ends the process after [`PATIENCE`], and says which one it was.

#![allow(dead_code, reason = "each test crate uses some of it")]
#![allow(unused_macros, unused_imports, reason = "each test crate uses some of it")]

use std::cell::RefCell;
use std::fmt::Debug;
use std::future::Future as StdFuture;
use std::rc::Rc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use asyncpy_runtime::{Code, Coroutine, EventLoop, Exception, RunOptions, Runner};

/// How long a test may take.
const PATIENCE: Duration = Duration::from_secs(60);

thread_local! {
    static LINES: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Adds a line to the trace of this test.
pub fn push(line: impl ToString) {
    let line = line.to_string();
    LINES.with_borrow_mut(|lines| lines.push(line));
}

/// Adds a formatted line to the trace of this test.
macro_rules! say {
    ($($format:tt)*) => { $crate::common::push(format!($($format)*)) };
}
pub(crate) use say;

/// The trace so far, which is empty again afterwards.
pub fn said() -> Vec<String> {
    LINES.take()
}

/// Asserts what the test said, and nothing else.
#[track_caller]
pub fn assert_said<const N: usize>(expected: [&str; N]) {
    assert_eq!(said(), expected);
}

/// Python's text of a bool.
pub fn py(value: bool) -> &'static str {
    if value { "True" } else { "False" }
}

/// A coroutine of a function that is called `test`.
pub fn coroutine<T, F: StdFuture<Output = Result<T, Exception>>>(future: F) -> Coroutine<F> {
    static CODE: Code = Code { name: "test", file: file!(), line: line!() };
    Coroutine::new(&CODE, future)
}

/// A coroutine of a function with a name.
macro_rules! named {
    ($name:ident, $future:expr) => {{
        static CODE: asyncpy_runtime::Code =
            asyncpy_runtime::Code { name: stringify!($name), file: file!(), line: line!() };
        asyncpy_runtime::Coroutine::new(&CODE, $future)
    }};
}
pub(crate) use named;

/// Runs `main` as `asyncio.run` does, on the virtual clock.
pub fn run<T: 'static, F>(main: Coroutine<F>) -> Result<T, Exception>
where
    F: StdFuture<Output = Result<T, Exception>> + 'static,
{
    let _watchdog = Watchdog::new();
    RunOptions::new().virtual_time(true).run(main)
}

/// Runs `main` as `asyncio.run` does, on the virtual clock; it must not raise.
#[track_caller]
pub fn run_ok<T: Debug + 'static, F>(main: Coroutine<F>) -> T
where
    F: StdFuture<Output = Result<T, Exception>> + 'static,
{
    match run(main) {
        Ok(value) => value,
        Err(error) => panic!("{}", error.format()),
    }
}

/// A loop on the virtual clock.
pub fn virtual_loop() -> EventLoop {
    EventLoop::with_virtual_time()
}

/// One iteration: `loop.stop(); loop.run_forever()`.
#[track_caller]
pub fn one_iteration(event_loop: &EventLoop) {
    event_loop.stop();
    event_loop.run_forever().expect("nothing leaves the loop");
}

/// The text of the error.
#[track_caller]
pub fn error_of<T: Debug>(result: Result<T, Exception>) -> String {
    result.expect_err("an exception").to_string()
}

/// A callback that names the iteration it runs in, `last` times.
pub fn tick(event_loop: &EventLoop, number: u32, last: u32) {
    say!("iteration {number}");
    if number < last {
        let next = event_loop.clone();
        event_loop.call_soon(move || tick(&next, number + 1, last)).expect("the loop is open");
    }
}

/// Queues the first [`tick`].
pub fn start_ticking(event_loop: &EventLoop, last: u32) {
    let ticking = event_loop.clone();
    event_loop.call_soon(move || tick(&ticking, 1, last)).expect("the loop is open");
}

/// A place for something that several closures share.
pub fn shared<T>(value: T) -> Rc<RefCell<T>> {
    Rc::new(RefCell::new(value))
}

/// Ends the process if it is not dropped in time (rule 3).
pub struct Watchdog {
    /// Dropping it ends the watching thread.
    _alive: Option<Sender<()>>,
}

impl Watchdog {
    /// A watchdog of the running test.
    pub fn new() -> Self {
        if cfg!(miri) {
            return Self { _alive: None }; // Miri finds deadlocks itself, and is slow
        }
        let name = std::thread::current().name().unwrap_or("the test").to_owned();
        let (alive, watched) = channel();
        std::thread::spawn(move || watch(&watched, &name));
        Self { _alive: Some(alive) }
    }
}

fn watch(watched: &Receiver<()>, name: &str) {
    if let Err(RecvTimeoutError::Timeout) = watched.recv_timeout(PATIENCE) {
        eprintln!("{name}: no end after {PATIENCE:?}");
        std::process::abort();
    }
}
