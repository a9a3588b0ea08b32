//! All that expansions call. Hidden, and promised to nobody but `asyncpy-macros` of the same version.
//!
//! One file per macro family: `awaiting` (`.await`, `?`, leaving a coroutine), `attempt`
//! (`attempt!`, `raise!`, `async_with!`, `async_for!`), `keywords` (`gather!`, `create_task!`, …).

pub mod attempt;
pub mod awaiting;
pub mod keywords;
