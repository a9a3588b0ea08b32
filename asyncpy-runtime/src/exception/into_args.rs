//! From Rust's values to arguments of exceptions.
//!
//! Rust's integers are Python's `int`, both floats are Python's `float`, strings and characters are
//! `str`, `None` is `None`, sequences are lists, sequences of `u8` are `bytes`, exceptions are
//! exceptions. A tuple is several arguments; [`Arg::tuple`] makes it one.

use std::borrow::Cow;
use std::rc::Rc;

use super::{Arg, Args, Class, Exception, Object, Other};

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
        self.into_iter().collect()
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
