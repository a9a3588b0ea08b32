//! Threads: exceptions that cross, pools, and what loops do with them.
//!
//! Nothing here sleeps to wait for another thread: channels and barriers say when. What a program prints is
//! compared with what CPython 3.13 prints for the program of the same rule.

mod executor;
mod jobs;
mod remote;

use std::cell::RefCell;
use std::fmt::Display;
use std::future::Future;
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use asyncpy_runtime::{Code, Coroutine, Exception};

/// A coroutine without a macro.
fn coroutine<T, F>(future: F) -> Coroutine<F>
where
    F: Future<Output = Result<T, Exception>>,
{
    static CODE: Code = Code { name: "test", file: file!(), line: line!() };
    Coroutine::new(&CODE, future)
}

/// Lines in the order in which they were written, on one thread.
#[derive(Clone, Default)]
struct Trace(Rc<RefCell<Vec<String>>>);

impl Trace {
    fn line(&self, line: impl Display) {
        self.0.borrow_mut().push(line.to_string());
    }

    #[track_caller]
    fn assert(&self, expected: &[&str]) {
        assert_eq!(*self.0.borrow(), expected);
    }
}

/// Lines of several threads.
#[derive(Clone, Default)]
struct SharedTrace(Arc<Mutex<Vec<String>>>);

impl SharedTrace {
    fn line(&self, line: impl Display) {
        self.0.lock().unwrap().push(line.to_string());
    }

    #[track_caller]
    fn assert(&self, expected: &[&str]) {
        assert_eq!(*self.0.lock().unwrap(), expected);
    }
}
