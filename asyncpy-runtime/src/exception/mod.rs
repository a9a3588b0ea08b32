//! Exceptions (skeleton).

use std::cell::RefCell;
use std::error::Error;
use std::fmt;
use std::rc::Rc;

use crate::coroutine::Code;

/// Any exception.
#[derive(Clone)]
pub struct Exception {
    inner: Rc<Inner>,
}

struct Inner {
    text: String,
    frames: RefCell<Vec<(&'static Code, u32)>>,
}

impl Exception {
    /// Makes an exception of an error.
    pub fn from_error<E: Error + 'static>(error: E) -> Self {
        Self::from_boxed_error(Box::new(error))
    }

    /// Makes an exception of a boxed error; an exception inside comes out as it was.
    pub fn from_boxed_error(error: Box<dyn Error + 'static>) -> Self {
        Self { inner: Rc::new(Inner { text: error.to_string(), frames: RefCell::default() }) }
    }

    /// Notes that the exception left `code` at `line`.
    pub fn push_frame(&self, code: &'static Code, line: u32) {
        self.inner.frames.borrow_mut().push((code, line));
    }
}

impl fmt::Debug for Exception {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.inner.text)
    }
}

impl From<Exception> for Box<dyn Error> {
    fn from(exception: Exception) -> Self {
        exception.inner.text.clone().into()
    }
}
