//! Arguments of exceptions: the values behind Python's `e.args`.
//!
//! An argument is kept as a value, not as text, so that `str` and `repr` can both be had and
//! `e.args[0]` can be looked at. [`Other`] takes any value that can be printed.

use std::any::Any;
use std::fmt;
use std::ops::Deref;
use std::rc::Rc;

use super::{Exception, IntoArg, IntoArgs, text};

/// One argument of an exception.
///
/// `Display` is Python's `str(x)`, `Debug` is Python's `repr(x)`.
#[derive(Clone, Default)]
#[non_exhaustive]
pub enum Arg {
    /// `None`.
    #[default]
    None,
    /// A `bool`.
    Bool(bool),
    /// An `int`.
    Int(i128),
    /// A `float`.
    Float(f64),
    /// A `str`.
    Str(Rc<str>),
    /// A `bytes`.
    Bytes(Rc<[u8]>),
    /// A `list`.
    List(Rc<[Arg]>),
    /// A `tuple`.
    Tuple(Rc<[Arg]>),
    /// Another exception.
    Exception(Exception),
    /// Any other value.
    Object(Rc<dyn Object>),
}

impl Arg {
    /// The argument that `value` becomes.
    pub fn new(value: impl IntoArg) -> Self {
        value.into_arg()
    }

    /// A tuple as one argument: `Arg::tuple((1, 2))`.
    pub fn tuple(items: impl IntoArgs) -> Self {
        Self::Tuple(items.into_args().into())
    }

    /// Whether this is Python's `None`.
    pub fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }

    /// The number, if this is an `int`, or a `bool`, which is one in Python.
    pub fn as_int(&self) -> Option<i128> {
        match self {
            Self::Int(value) => Some(*value),
            Self::Bool(value) => Some(i128::from(*value)),
            _ => None,
        }
    }

    /// The text, if this is a `str`.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Str(value) => Some(value),
            _ => None,
        }
    }

    /// The bytes, if this is a `bytes`.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Bytes(value) => Some(value),
            _ => None,
        }
    }

    /// The value given to [`Other`], if it was of type `T`.
    pub fn downcast_ref<T: Any>(&self) -> Option<&T> {
        match self {
            Self::Object(object) => (object.as_ref() as &dyn Any).downcast_ref(),
            _ => None,
        }
    }

    /// Whether Python takes the value for true.
    pub(super) fn is_true(&self) -> bool {
        match self {
            Self::None => false,
            Self::Bool(value) => *value,
            Self::Int(value) => *value != 0,
            Self::Float(value) => *value != 0.0,
            Self::Str(value) => !value.is_empty(),
            Self::Bytes(value) => !value.is_empty(),
            Self::List(items) | Self::Tuple(items) => !items.is_empty(),
            Self::Exception(_) | Self::Object(_) => true,
        }
    }
}

impl fmt::Display for Arg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Str(value) => f.write_str(value),
            Self::Exception(value) => fmt::Display::fmt(value, f),
            Self::Object(value) => fmt::Display::fmt(value.as_ref(), f),
            other => fmt::Debug::fmt(other, f),
        }
    }
}

impl fmt::Debug for Arg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("None"),
            Self::Bool(value) => f.write_str(if *value { "True" } else { "False" }),
            Self::Int(value) => fmt::Display::fmt(value, f),
            Self::Float(value) => f.write_str(&text::repr_float(*value)),
            Self::Str(value) => f.write_str(&text::repr_str(value)),
            Self::Bytes(value) => f.write_str(&text::repr_bytes(value)),
            Self::List(items) => text::list(items, f),
            Self::Tuple(items) => text::tuple(items, f),
            Self::Exception(value) => fmt::Debug::fmt(value, f),
            Self::Object(value) => fmt::Debug::fmt(value.as_ref(), f),
        }
    }
}

/// Python's `==`, as far as it goes: numbers by value, sequences by item, exceptions and other
/// objects by identity.
impl PartialEq for Arg {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::None, Self::None) => true,
            (Self::Float(a), Self::Float(b)) => a == b,
            (Self::Str(a), Self::Str(b)) => a == b,
            (Self::Bytes(a), Self::Bytes(b)) => a == b,
            (Self::List(a), Self::List(b)) | (Self::Tuple(a), Self::Tuple(b)) => a == b,
            (Self::Exception(a), Self::Exception(b)) => a == b,
            (Self::Object(a), Self::Object(b)) => Rc::ptr_eq(a, b),
            (a, b) => a.as_int().is_some() && a.as_int() == b.as_int(),
        }
    }
}

/// A value that can be printed: `Display` for `str`, `Debug` for `repr`.
pub trait Object: Any + fmt::Display + fmt::Debug {}

impl<T: Any + fmt::Display + fmt::Debug> Object for T {}

/// Wraps any printable value, to make it an argument: `ValueError(Other(address))`.
///
/// ```
/// use asyncpy_runtime::exception::{Other, ValueError};
///
/// let e = ValueError(Other(std::net::Ipv4Addr::LOCALHOST));
/// assert_eq!(e.to_string(), "127.0.0.1");
/// assert!(e.args()[0].downcast_ref::<std::net::Ipv4Addr>().is_some());
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Other<T>(pub T);

/// The arguments of an exception: a slice, printed as Python prints the tuple.
#[derive(Clone, Default, PartialEq)]
pub struct Args(Vec<Arg>);

impl From<Vec<Arg>> for Args {
    fn from(args: Vec<Arg>) -> Self {
        Self(args)
    }
}

impl Deref for Args {
    type Target = [Arg];

    fn deref(&self) -> &[Arg] {
        &self.0
    }
}

impl IntoIterator for Args {
    type Item = Arg;
    type IntoIter = std::vec::IntoIter<Arg>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Args {
    type Item = &'a Arg;
    type IntoIter = std::slice::Iter<'a, Arg>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl fmt::Debug for Args {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        text::tuple(&self.0, f)
    }
}

impl fmt::Display for Args {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        text::tuple(&self.0, f)
    }
}
