//! The runtime behind the `asyncpy` crate: event loop, tasks, futures, exceptions.
//!
//! Use it through `asyncpy`, which documents it; nothing here is promised to stay.

pub mod async_iterator;
pub mod context_manager;
pub mod coroutine;
pub mod exception;
#[doc(hidden)]
pub mod macro_support;

pub use coroutine::{BoxCoroutine, Code, Coroutine, Frame};
pub use exception::Exception;
