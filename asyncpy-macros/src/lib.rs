//! The procedural macros of the `asyncpy` crate; entry points only.
