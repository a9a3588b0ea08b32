//! Exceptions compared with CPython 3.13, byte for byte.
//!
//! Each module builds what the script of its name builds and writes what that prints; the `.out` file
//! beside it is what CPython printed. The scripts are run in this folder, as `python3 repr.py`;
//! `chains.py` with `-X no_debug_ranges`, for the lines of carets are not imitated.

mod chains;
mod errors;
mod groups;
mod hierarchy;
mod links;
mod repr;

use asyncpy_runtime::exception::Exception;

/// What the Rust side of a comparison printed.
#[derive(Default)]
struct Output(String);

impl Output {
    fn line(&mut self, line: impl std::fmt::Display) {
        use std::fmt::Write;
        writeln!(self.0, "{line}").unwrap();
    }

    /// Asserts that this is what CPython printed, naming the first line that is not.
    #[track_caller]
    fn assert_is(&self, recorded: &str) {
        let (ours, theirs) = (self.0.split('\n'), recorded.split('\n'));
        for (number, (our, their)) in ours.zip(theirs).enumerate() {
            assert_eq!(our, their, "line {} differs", number + 1);
        }
        assert_eq!(self.0, recorded);
    }
}

/// Python's text of a bool.
fn python(value: bool) -> &'static str {
    if value { "True" } else { "False" }
}

/// Python's text of an exception or None, as `repr` gives it.
fn python_repr(exception: Option<&Exception>) -> String {
    exception.map_or_else(|| "None".to_owned(), |exception| format!("{exception:?}"))
}
