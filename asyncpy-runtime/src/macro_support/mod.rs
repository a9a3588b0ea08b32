//! All that expansions call. Hidden, and promised to nobody but `asyncpy-macros` of the same version.
//!
//! One file per macro family: `signature` (coroutine functions), `awaiting` (`.await`, `?`, leaving a
//! coroutine), `attempt` (`attempt!`, `raise!`, and what `with!` shares with them), `managers` (`with!`,
//! `async_with!`), `iteration` (`async_for!`), `keywords` (`gather!`, `create_task!`, …).

pub mod attempt;
pub mod awaiting;
pub mod iteration;
pub mod keywords;
pub mod managers;
pub mod signature;
