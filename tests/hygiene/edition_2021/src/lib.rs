//! Every form of the macros in a crate of edition 2021.

#![deny(warnings, rust_2024_compatibility)]

#[path = "../../forms.rs"]
pub mod forms;
