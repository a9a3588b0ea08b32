//! `OSError`: error numbers, their classes, and `std::io::Error`.
//!
//! Rules, all CPython's:
//! 1. `OSError(number, text)` is made an exception of the subclass that belongs to the number.
//!    A subclass named outright stays what it is.
//! 2. With two to five arguments, the first two are number and text, the third and fifth are file
//!    names, and `args` keeps number and text only.
//! 3. `str(e)` is `[Errno 2] No such file or directory: 'name'`.
//!
//! A `std::io::Error` is an `OSError` too: its class goes by its number, else by its kind.

use std::fmt;
use std::io::{self, ErrorKind};

use super::{Arg, Class, Exception, Payload, strings};
use super::{
    BlockingIOError, BrokenPipeError, ChildProcessError, ConnectionAbortedError,
    ConnectionRefusedError, ConnectionResetError, FileExistsError, FileNotFoundError,
    InterruptedError, IsADirectoryError, NotADirectoryError, OSError, PermissionError,
    ProcessLookupError, TimeoutError,
};

/// The file names an `OSError` carries beside its arguments.
struct FileNames {
    first: Arg,
    second: Arg,
}

/// Numbers whose class cannot be told from `ErrorKind`.
mod numbers {
    pub const ESRCH: i32 = 3;
    pub const ECHILD: i32 = 10;
    #[cfg(any(target_os = "linux", target_os = "android"))]
    pub const IN_PROGRESS: [i32; 2] = [114, 115];
    #[cfg(any(target_os = "linux", target_os = "android"))]
    pub const ESHUTDOWN: i32 = 108;
    #[cfg(not(any(target_os = "linux", target_os = "android", windows)))]
    pub const IN_PROGRESS: [i32; 2] = [36, 37];
    #[cfg(not(any(target_os = "linux", target_os = "android", windows)))]
    pub const ESHUTDOWN: i32 = 58;
    #[cfg(windows)]
    pub const IN_PROGRESS: [i32; 2] = [10036, 10037];
    #[cfg(windows)]
    pub const ESHUTDOWN: i32 = 10058;
}

/// The class that belongs to an error number.
fn class_of_number(number: i32) -> &'static Class {
    match number {
        numbers::ESRCH => ProcessLookupError::CLASS,
        numbers::ECHILD => ChildProcessError::CLASS,
        numbers::ESHUTDOWN => BrokenPipeError::CLASS,
        number if numbers::IN_PROGRESS.contains(&number) => BlockingIOError::CLASS,
        number => class_of_kind(io::Error::from_raw_os_error(number).kind()),
    }
}

/// The class that belongs to a kind of `std::io::Error`.
fn class_of_kind(kind: ErrorKind) -> &'static Class {
    match kind {
        ErrorKind::WouldBlock => BlockingIOError::CLASS,
        ErrorKind::BrokenPipe => BrokenPipeError::CLASS,
        ErrorKind::ConnectionAborted => ConnectionAbortedError::CLASS,
        ErrorKind::ConnectionRefused => ConnectionRefusedError::CLASS,
        ErrorKind::ConnectionReset => ConnectionResetError::CLASS,
        ErrorKind::AlreadyExists => FileExistsError::CLASS,
        ErrorKind::NotFound => FileNotFoundError::CLASS,
        ErrorKind::Interrupted => InterruptedError::CLASS,
        ErrorKind::IsADirectory => IsADirectoryError::CLASS,
        ErrorKind::NotADirectory => NotADirectoryError::CLASS,
        ErrorKind::PermissionDenied => PermissionError::CLASS,
        ErrorKind::TimedOut => TimeoutError::CLASS,
        _ => OSError::CLASS,
    }
}

/// The class of an error of the standard library.
pub(super) fn class_of(error: &io::Error) -> &'static Class {
    match error.raw_os_error() {
        // Elsewhere the numbers are not those that Python's classes go by.
        Some(number) if cfg!(unix) => class_of_number(number),
        _ => class_of_kind(error.kind()),
    }
}

/// The arguments of an error of the standard library: number and text, or the text alone.
pub(super) fn args_of(error: &io::Error) -> Vec<Arg> {
    let text = error.to_string();
    match error.raw_os_error() {
        Some(number) => {
            let suffix = format!(" (os error {number})");
            let text = text.strip_suffix(suffix.as_str()).unwrap_or(&text);
            vec![Arg::new(number), Arg::new(text)]
        }
        None => vec![Arg::new(text)],
    }
}

/// Makes an exception of a class derived from `OSError` of two or more arguments (rules 1 and 2).
pub(super) fn construct(class: &'static Class, mut args: Vec<Arg>) -> Exception {
    let mut class = class;
    if args.len() <= 5 && class == OSError::CLASS {
        let number = args[0].as_int().and_then(|n| i32::try_from(n).ok());
        class = number.map_or(class, class_of_number);
    }
    if !(3..=5).contains(&args.len()) || args[2].is_none() {
        return Exception::from_payload(class, Payload::Args(args.into()));
    }
    let second = if args.len() == 5 { args.swap_remove(4) } else { Arg::None };
    let first = args.swap_remove(2);
    args.truncate(2);
    class.with_attributes(args, FileNames { first, second })
}

/// The arguments that an `OSError` with file names was made of.
pub(super) fn args_with_names(exception: &Exception) -> Option<Vec<Arg>> {
    let FileNames { first, second } = exception.attributes()?;
    let mut args = exception.args().to_vec();
    args.push(first.clone());
    if !second.is_none() {
        args.extend([Arg::None, second.clone()]);
    }
    Some(args)
}

/// `OSError.__str__` (rule 3).
pub(super) fn os_error(exception: &Exception, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let args = exception.args();
    // A third argument that is no file name is kept among the arguments.
    if !(2..=5).contains(&args.len()) {
        return strings::plain(exception, f);
    }
    write!(f, "[Errno {}] {}", args[0], args[1])?;
    let Some(names) = exception.attributes::<FileNames>() else {
        return Ok(());
    };
    write!(f, ": {:?}", names.first)?;
    if names.second.is_none() {
        return Ok(());
    }
    write!(f, " -> {:?}", names.second)
}

impl Exception {
    /// The error number: Python's `OSError.errno`. `None` if there is none, and for exceptions of
    /// another class.
    ///
    /// ```
    /// use asyncpy_runtime::exception::{FileNotFoundError, OSError};
    ///
    /// let e = OSError::new((2, "No such file or directory", "a.txt"));
    /// assert!(e.is_instance::<FileNotFoundError>());
    /// assert_eq!(e.errno(), Some(2));
    /// assert_eq!(e.to_string(), "[Errno 2] No such file or directory: 'a.txt'");
    /// ```
    pub fn errno(&self) -> Option<i32> {
        let number = self.os_error_arg(0)?.as_int()?;
        i32::try_from(number).ok()
    }

    /// The text of the error number: Python's `OSError.strerror`. `None` if there is none, and for
    /// exceptions of another class.
    pub fn strerror(&self) -> Option<String> {
        self.os_error_arg(1).filter(|text| !text.is_none()).map(|text| text.to_string())
    }

    /// The file name: Python's `OSError.filename`. `None` if there is none, and for exceptions of
    /// another class.
    pub fn filename(&self) -> Option<Arg> {
        self.attributes().map(|names: &FileNames| names.first.clone())
    }

    /// The second file name, of a renaming: Python's `OSError.filename2`.
    pub fn filename2(&self) -> Option<Arg> {
        self.attributes()
            .map(|names: &FileNames| names.second.clone())
            .filter(|name| !name.is_none())
    }

    fn os_error_arg(&self, index: usize) -> Option<Arg> {
        let args = self
            .is_instance::<OSError>()
            .then(|| self.args())
            .filter(|args| (2..=5).contains(&args.len()))?;
        Some(args[index].clone())
    }
}
