//! Rust's errors as exceptions, and exceptions as Rust's errors.
//!
//! Rules:
//! 1. Any `E: std::error::Error + 'static` is an exception: it is caught by `except E`, by
//!    `except Exception`, and by the class that stands for it in Python, if one does
//!    (`std::io::Error` is an `OSError`, `ParseIntError` a `ValueError`; see `class_of`).
//! 2. Its class is named after its type, unless the class that stands for it says more: an
//!    `std::io::Error` is `FileNotFoundError`, not `Error`. The only argument is its text.
//! 3. An exception that is boxed as `Box<dyn Error>` comes back out as the same object.
//! 4. An error that was boxed by others has no type name any more; its class is named `Exception`
//!    where rule 1 knows no better. It is still caught by `except E`.

use std::any::{Any, type_name};
use std::char::{CharTryFromError, ParseCharError};
use std::error::Error;
use std::fmt;
use std::io;
use std::marker::PhantomData;
use std::net::AddrParseError;
use std::num::{ParseFloatError, ParseIntError, TryFromIntError};
use std::ops::Deref;
use std::rc::Rc;
use std::str::{ParseBoolError, Utf8Error};
use std::string::{FromUtf8Error, FromUtf16Error};
use std::sync::Arc;

use super::remote::{RemoteException, Told};
use super::{
    Arg, Args, Class, Exception, ExceptionClass, IntoArg, OverflowError, PanicException, Payload,
    UnicodeError, ValueError, os_error,
};

impl Exception {
    /// Makes an exception of an error.
    ///
    /// ```
    /// use asyncpy_runtime::exception::{Exception, ValueError};
    /// use std::num::ParseIntError;
    ///
    /// let e = Exception::from_error("x".parse::<i32>().unwrap_err());
    /// assert!(e.is_instance::<ParseIntError>() && e.is_instance::<ValueError>());
    /// assert_eq!(format!("{e:?}"), "ParseIntError('invalid digit found in string')");
    /// ```
    pub fn from_error<E: Error + 'static>(error: E) -> Self {
        if let Some(remote) = (&error as &dyn Any).downcast_ref::<RemoteException>() {
            return remote.to_exception();
        }
        let class = class_of(&error).unwrap_or(const { &Class::of_type(type_name::<E>) });
        Self::from_payload(class, Payload::Error(Rc::new(error)))
    }

    /// Makes an exception of a boxed error; an exception inside comes out as the same object.
    pub fn from_boxed_error(error: Box<dyn Error + 'static>) -> Self {
        Self::from_box(error, Exception::CLASS)
    }

    /// Makes an exception of whatever `?` accepts beside `dyn Error`: errors, texts, boxed errors,
    /// exceptions. A class is named after `E` where that says something.
    #[doc(hidden)]
    pub fn from_convertible<E: Into<Box<dyn Error>> + 'static>(error: E) -> Self {
        let class = if boxes_others(type_name::<E>()) {
            Exception::CLASS
        } else {
            const { &Class::of_type(type_name::<E>) }
        };
        Self::from_box(error.into(), class)
    }

    fn from_box(error: Box<dyn Error + 'static>, unknown: &'static Class) -> Self {
        match error.downcast::<Boxed>() {
            Ok(boxed) => boxed.0,
            Err(error) => {
                if let Some(remote) = error.downcast_ref::<RemoteException>() {
                    return remote.to_exception();
                }
                let class = class_of(error.as_ref()).unwrap_or(unknown);
                Self::from_payload(class, Payload::Error(error.into()))
            }
        }
    }

    /// The Rust error that this exception was made of, if it is an `E`.
    pub fn downcast_ref<E: Error + 'static>(&self) -> Option<&E> {
        self.error().and_then(|error| error.downcast_ref())
    }

    /// The Rust error that this exception was made of, if it was.
    pub fn error(&self) -> Option<&(dyn Error + 'static)> {
        match &self.inner.payload {
            Payload::Error(error) => Some(error.as_ref()),
            _ => None,
        }
    }

    /// Makes a `PanicException` of what a panic carried. Its argument is the panic's message.
    #[allow(clippy::needless_pass_by_value)] // `catch_unwind` gives the box away
    pub fn from_panic(payload: Box<dyn Any + Send>) -> Exception {
        if let Some(text) = payload.downcast_ref::<&'static str>() {
            PanicException::CLASS.exception_static(text)
        } else if let Some(text) = payload.downcast_ref::<String>() {
            PanicException(text.as_str())
        } else {
            PanicException::CLASS.exception_static("Box<dyn Any>")
        }
    }
}

/// Types that convert to an error of another type, so that their own name says nothing.
fn boxes_others(type_name: &str) -> bool {
    let of_std = ["alloc::boxed::Box<dyn ", "alloc::string::String", "&str"];
    let others = ["anyhow::Error", "eyre::Report", "alloc::borrow::Cow<"];
    let mut all = of_std.iter().chain(&others);
    all.any(|start| type_name.starts_with(start))
}

/// The class that stands for an error in Python (rule 1).
pub(super) fn class_of(error: &(dyn Error + 'static)) -> Option<&'static Class> {
    if let Some(error) = error.downcast_ref::<io::Error>() {
        return Some(os_error::class_of(error));
    }
    if let Some(told) = error.downcast_ref::<Told>() {
        return Some(told.class);
    }
    macro_rules! first_of {
        ($($ty:ident: $base:ident,)+) => {$(
            if error.is::<$ty>() {
                static CLASS: Class = Class::new(stringify!($ty), &[$base::CLASS]);
                return Some(&CLASS);
            }
        )+};
    }
    first_of! {
        ParseIntError: ValueError,
        ParseFloatError: ValueError,
        ParseBoolError: ValueError,
        ParseCharError: ValueError,
        CharTryFromError: ValueError,
        AddrParseError: ValueError,
        TryFromIntError: OverflowError,
        Utf8Error: UnicodeError,
        FromUtf8Error: UnicodeError,
        FromUtf16Error: UnicodeError,
    }
    None
}

/// What makes an error again on another thread.
pub(super) type Thaw = Arc<dyn Fn() -> Box<dyn Error> + Send + Sync>;

/// What makes an error of the standard library again, see `remote`.
pub(super) fn thaw_known(error: &(dyn Error + 'static)) -> Option<Thaw> {
    if let Some(error) = error.downcast_ref::<io::Error>() {
        let (number, kind) = (error.raw_os_error(), error.kind());
        let text = error.to_string();
        return Some(Arc::new(move || {
            Box::new(match number {
                Some(number) => io::Error::from_raw_os_error(number),
                None => io::Error::new(kind, text.clone()),
            })
        }));
    }
    macro_rules! first_of {
        ($($ty:ident)+) => {$(
            if let Some(error) = error.downcast_ref::<$ty>() {
                let error = error.clone();
                return Some(Arc::new(move || Box::new(error.clone())));
            }
        )+};
    }
    first_of! {
        ParseIntError ParseFloatError ParseBoolError ParseCharError CharTryFromError AddrParseError
        TryFromIntError Utf8Error FromUtf8Error
    }
    None
}

/// The arguments that an error is shown with.
pub(super) fn args_of(error: &(dyn Error + 'static)) -> Args {
    Args::from(match error.downcast_ref::<io::Error>() {
        Some(error) => os_error::args_of(error),
        None => vec![Arg::Str(Rc::from(error.to_string()))],
    })
}

/// An exception in a box of errors.
struct Boxed(Exception);

impl fmt::Debug for Boxed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for Boxed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl Error for Boxed {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.error().and_then(Error::source)
    }
}

/// The exception in an error, if it is a boxed one.
pub(super) fn unboxed<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a Exception> {
    error.downcast_ref().map(|Boxed(exception)| exception)
}

/// The name that an error's class would have, for one that is only seen as somebody's source.
pub(super) fn class_name_of(error: &(dyn Error + 'static)) -> &'static str {
    class_of(error).unwrap_or(Exception::CLASS).name()
}

impl<E: Error + 'static> From<E> for Exception {
    fn from(error: E) -> Self {
        Self::from_error(error)
    }
}

impl From<Exception> for Box<dyn Error> {
    fn from(exception: Exception) -> Self {
        Box::new(Boxed(exception))
    }
}

/// A caught Rust error: what `except E as e` binds. It derefs to the error; `Display` is `str(e)`.
///
/// ```
/// use asyncpy_runtime::exception::{Exception, ExceptionClass};
/// use std::num::{IntErrorKind, ParseIntError};
///
/// let e = Exception::from_error("".parse::<i32>().unwrap_err());
/// assert!(ParseIntError::matches(&e));
/// let caught = ParseIntError::bind(&e);
/// assert_eq!(caught.kind(), &IntErrorKind::Empty);
/// assert!(caught.exception().is(&e));
/// ```
pub struct Caught<E> {
    exception: Exception,
    error: PhantomData<E>,
}

impl<E> Caught<E> {
    /// The exception object.
    pub fn exception(&self) -> &Exception {
        &self.exception
    }
}

impl<E: Error + 'static> Deref for Caught<E> {
    type Target = E;

    fn deref(&self) -> &E {
        self.exception.downcast_ref().expect("only an exception made of an `E` is bound as one")
    }
}

impl<E> Clone for Caught<E> {
    fn clone(&self) -> Self {
        Self { exception: self.exception.clone(), error: PhantomData }
    }
}

impl<E> fmt::Display for Caught<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.exception, f)
    }
}

impl<E> fmt::Debug for Caught<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.exception, f)
    }
}

impl<E> From<Caught<E>> for Exception {
    fn from(caught: Caught<E>) -> Self {
        caught.exception
    }
}

impl<E> IntoArg for Caught<E> {
    fn into_arg(self) -> Arg {
        Arg::Exception(self.exception)
    }
}

impl IntoArg for Exception {
    fn into_arg(self) -> Arg {
        Arg::Exception(self)
    }
}

impl<E: Error + 'static> ExceptionClass for E {
    type Caught = Caught<E>;

    fn matches(exception: &Exception) -> bool {
        exception.downcast_ref::<E>().is_some()
    }

    fn bind(exception: &Exception) -> Caught<E> {
        assert!(Self::matches(exception), "the exception is not a `{}`", type_name::<E>());
        Caught { exception: exception.clone(), error: PhantomData }
    }
}

/// What can be raised: an exception, something caught, or a Rust error.
#[diagnostic::on_unimplemented(
    message = "exceptions must derive from `BaseException`",
    label = "`{Self}` is neither an exception nor an error",
    note = "raise a class (`ValueError(\"…\")`), or implement `std::error::Error` for the type"
)]
pub trait IntoException {
    /// The exception.
    fn into_exception(self) -> Exception;
}

impl IntoException for Exception {
    fn into_exception(self) -> Exception {
        self
    }
}

impl IntoException for &Exception {
    fn into_exception(self) -> Exception {
        self.clone()
    }
}

impl<E> IntoException for Caught<E> {
    fn into_exception(self) -> Exception {
        self.exception
    }
}

impl<E> IntoException for &Caught<E> {
    fn into_exception(self) -> Exception {
        self.exception.clone()
    }
}

impl<E: Error + 'static> IntoException for E {
    fn into_exception(self) -> Exception {
        Exception::from_error(self)
    }
}
