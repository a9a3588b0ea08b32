//! Python's asyncio for Rust.

pub use asyncpy_runtime::{BoxCoroutine, Code, Coroutine, Exception, Frame};

#[doc(hidden)]
pub mod __private {
    pub use asyncpy_runtime::macro_support::{attempt::*, awaiting::*};
    pub use asyncpy_runtime::*;
}
