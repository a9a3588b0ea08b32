//! Arguments of exceptions: the values behind Python's `e.args`.
//!
//! An argument is kept as a value, not as text, so that `str` and `repr` can both be had and
//! `e.args[0]` can be looked at. Rust's integers are Python's `int`, both floats are Python's
//! `float`, strings and characters are `str`, `None` is `None`, sequences are lists, sequences of
//! `u8` are `bytes`. [`Other`] takes any value that can be printed.

use std::any::Any;
use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::rc::Rc;

use super::{Class, Exception, text};

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

/// A value that can be an argument of an exception.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an argument of an exception",
    label = "not an argument",
    note = "wrap it to pass it on as it prints: `Other(value)`, or format it first"
)]
pub trait IntoArg {
    /// The argument.
    fn into_arg(self) -> Arg;

    /// A sequence of such values: a list, but `bytes` for `u8`.
    #[doc(hidden)]
    fn sequence_into_arg(items: Vec<Self>) -> Arg
    where
        Self: Sized,
    {
        Arg::List(items.into_iter().map(Self::into_arg).collect())
    }

    /// An exception with this as its only argument.
    #[doc(hidden)]
    fn into_exception_of(self, class: &'static Class) -> Exception
    where
        Self: Sized,
    {
        class.with_args(vec![self.into_arg()])
    }
}

/// What may be handed to a class: one argument, `()` for none, or a tuple of up to eight.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an argument of an exception",
    label = "not an argument",
    note = "wrap it to pass it on as it prints: `Other(value)`, or format it first"
)]
pub trait IntoArgs {
    /// The arguments.
    fn into_args(self) -> Vec<Arg>;

    /// An exception with these arguments.
    #[doc(hidden)]
    fn into_exception_of(self, class: &'static Class) -> Exception
    where
        Self: Sized,
    {
        class.with_args(self.into_args())
    }
}

impl<T: IntoArg> IntoArgs for T {
    fn into_args(self) -> Vec<Arg> {
        vec![self.into_arg()]
    }

    fn into_exception_of(self, class: &'static Class) -> Exception {
        IntoArg::into_exception_of(self, class)
    }
}

impl IntoArgs for () {
    fn into_args(self) -> Vec<Arg> {
        Vec::new()
    }

    fn into_exception_of(self, class: &'static Class) -> Exception {
        class.without_args()
    }
}

impl IntoArgs for Args {
    fn into_args(self) -> Vec<Arg> {
        self.0
    }
}

macro_rules! tuples {
    ($($name:ident)+) => {
        impl<$($name: IntoArg),+> IntoArgs for ($($name,)+) {
            #[allow(non_snake_case)] // the type parameters name the fields
            fn into_args(self) -> Vec<Arg> {
                let ($($name,)+) = self;
                vec![$($name.into_arg()),+]
            }
        }
    };
}

tuples!(A);
tuples!(A B);
tuples!(A B C);
tuples!(A B C D);
tuples!(A B C D E);
tuples!(A B C D E F);
tuples!(A B C D E F G);
tuples!(A B C D E F G H);

macro_rules! into_arg {
    ($($ty:ty, $value:ident => $arg:expr;)+) => {$(
        impl IntoArg for $ty {
            fn into_arg(self) -> Arg {
                let $value = self;
                $arg
            }
        }
    )+};
}

into_arg! {
    Arg, value => value;
    bool, value => Arg::Bool(value);
    char, value => Arg::Str(Rc::from(value.encode_utf8(&mut [0; 4]) as &str));
    i8, value => Arg::Int(value.into());
    i16, value => Arg::Int(value.into());
    i32, value => Arg::Int(value.into());
    i64, value => Arg::Int(value.into());
    i128, value => Arg::Int(value);
    isize, value => Arg::Int(value as i128);
    u16, value => Arg::Int(value.into());
    u32, value => Arg::Int(value.into());
    u64, value => Arg::Int(value.into());
    // Above `i128::MAX` the number is only printed.
    u128, value => i128::try_from(value).map_or_else(|_| Other(value).into_arg(), Arg::Int);
    usize, value => Arg::Int(value as i128);
    f64, value => Arg::Float(value);
    // By way of the shortest decimal, so that 0.1 stays 0.1.
    f32, value => Arg::Float(value.to_string().parse().unwrap_or(f64::from(value)));
    &[u8], value => Arg::Bytes(Rc::from(value));
    Box<str>, value => Arg::Str(value.into());
    Rc<str>, value => Arg::Str(value);
}

impl IntoArg for u8 {
    fn into_arg(self) -> Arg {
        Arg::Int(self.into())
    }

    fn sequence_into_arg(items: Vec<Self>) -> Arg {
        Arg::Bytes(items.into())
    }
}

impl<T: IntoArg> IntoArg for Option<T> {
    fn into_arg(self) -> Arg {
        self.map_or(Arg::None, IntoArg::into_arg)
    }
}

impl<T: Object> IntoArg for Other<T> {
    fn into_arg(self) -> Arg {
        Arg::Object(Rc::new(self.0))
    }
}

impl<T: IntoArg> IntoArg for Vec<T> {
    fn into_arg(self) -> Arg {
        T::sequence_into_arg(self)
    }
}

impl<T: IntoArg, const N: usize> IntoArg for [T; N] {
    fn into_arg(self) -> Arg {
        T::sequence_into_arg(Vec::from(self))
    }
}

impl<T: IntoArg + Clone> IntoArg for &T {
    fn into_arg(self) -> Arg {
        self.clone().into_arg()
    }
}

macro_rules! texts {
    ($($ty:ty),+) => {$(
        impl IntoArg for $ty {
            fn into_arg(self) -> Arg {
                Arg::Str(Rc::from(self))
            }

            fn into_exception_of(self, class: &'static Class) -> Exception {
                class.with_text(Rc::from(self))
            }
        }
    )+};
}

texts!(&str, String, Cow<'_, str>);
