//! A library that hands asyncpy on, and exports macros that use it.

pub use asyncpy;

/// A coroutine of the caller's, by this crate's asyncpy.
#[macro_export]
macro_rules! doubled {
    ($number:expr) => {
        $crate::asyncpy::asyncio::attempt! {
            try { 2 * $number }
            except $crate::asyncpy::asyncio::ValueError { 0 }
        }
    };
}
