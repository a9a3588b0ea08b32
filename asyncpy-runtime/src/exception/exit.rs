//! What an uncaught exception does to the program.

use std::io::{self, Write};
use std::process::{ExitCode, Termination};

use super::{Arg, Exception, KeyboardInterrupt};

/// The code that a program exits with when the exception leaves it: `SystemExit`'s own (0 for None,
/// 1 for what is not a number), 130 for `KeyboardInterrupt`, else 1.
///
/// ```
/// use asyncpy_runtime::exception::{SystemExit, ValueError, exit_code_of};
///
/// assert_eq!(exit_code_of(&SystemExit(())), 0);
/// assert_eq!(exit_code_of(&SystemExit(3)), 3);
/// assert_eq!(exit_code_of(&SystemExit("no such file")), 1);
/// assert_eq!(exit_code_of(&ValueError("x")), 1);
/// ```
pub fn exit_code_of(exception: &Exception) -> u8 {
    match exception.code() {
        Some(Arg::None) => 0,
        // As the system does with a number that is too large: the lowest byte counts.
        Some(code) => code.as_int().map_or(1, |code| code.to_le_bytes()[0]),
        None if exception.is_instance::<KeyboardInterrupt>() => 130,
        None => 1,
    }
}

/// Prints what CPython prints when an exception leaves the program, to stderr, and gives the code to
/// exit with: the traceback, but for `SystemExit` only a code that is neither a number nor None.
pub fn report(exception: &Exception) -> u8 {
    match exception.code() {
        Some(code) if code.is_none() || code.as_int().is_some() => {}
        Some(code) => write_stderr(&format!("{code}\n")),
        None => exception.print(),
    }
    exit_code_of(exception)
}

/// Writes to stderr; where that is closed there is nobody to tell.
pub(super) fn write_stderr(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Reports the exception as CPython reports an uncaught one; see [`report`].
impl Termination for Exception {
    fn report(self) -> ExitCode {
        ExitCode::from(report(&self))
    }
}
