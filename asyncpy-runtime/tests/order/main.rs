//! The order in which things happen, rule by rule, as CPython 3.13 recorded it.
//!
//! Each test is named after the rules it is about (B: scheduling, C: cancellation), ports the program that
//! was recorded for them, and compares the lines.

#[path = "../common/mod.rs"]
mod common;

mod cancel;
mod contexts;
mod event_loop;
mod exception_handler;
mod futures;
mod gather;
mod run;
mod sleep;
mod tasks;
mod wait;
