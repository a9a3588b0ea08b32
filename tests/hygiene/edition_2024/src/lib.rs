//! Every form of the macros in a crate of edition 2024.

#![deny(warnings)]

#[path = "../../forms.rs"]
pub mod forms;
