//! Classes as values ([`Class`]) and as types ([`ExceptionClass`]).
//!
//! Rules:
//! 1. A class that is declared (built in, or by `exception!`) is one `static`: its address is its
//!    identity, and asking for a subclass compares addresses.
//! 2. The class of a Rust error type is a constant that the compiler may place several times, so it
//!    is never compared by address: an error type is recognised by the payload.
//! 3. `str` and `repr` come from the first class in method resolution order that has its own.

use std::fmt;
use std::rc::Rc;

use super::{Arg, Data, Exception, IntoArgs, Payload, os_error};

/// How a class prints its exceptions: what overriding `__str__` or `__repr__` is in Python.
pub type Slot = fn(&Exception, &mut fmt::Formatter<'_>) -> fmt::Result;

/// A class of exceptions, as a value: what `type(e)` is in Python.
///
/// Built-in classes are `ValueError::CLASS` and so on. A program declares its own with
/// [`exception!`](crate::exception!), or by hand as a `static`:
///
/// ```
/// use asyncpy_runtime::exception::{Class, LookupError, ValueError};
///
/// static NO_SUCH_USER: Class = Class::new("NoSuchUser", &[LookupError::CLASS]);
///
/// let e = NO_SUCH_USER.exception("ada");
/// assert_eq!(format!("{e:?}"), "NoSuchUser('ada')");
/// assert!(e.is_instance::<LookupError>() && e.is_instance_of(&NO_SUCH_USER));
/// assert!(!e.is_instance::<ValueError>());
/// ```
pub struct Class {
    name: Name,
    module: &'static str,
    bases: &'static [&'static Class],
    str: Option<Slot>,
    repr: Option<Slot>,
}

/// A class's name.
enum Name {
    Declared(&'static str),
    /// The name of a Rust type, in full. `type_name` cannot be called in a constant.
    Type(fn() -> &'static str),
}

impl Class {
    /// A class named `name`, derived from `bases`, in the program's own module.
    ///
    /// Its name in a traceback's last line is the bare name, as CPython prints classes of the
    /// `__main__` module. Only a `static` may hold it: the address is the class.
    ///
    /// # Panics
    ///
    /// If `bases` is empty; in a `static` this is an error of the compiler.
    pub const fn new(name: &'static str, bases: &'static [&'static Class]) -> Self {
        assert!(!bases.is_empty(), "exceptions must derive from BaseException");
        Self { name: Name::Declared(name), module: "__main__", bases, str: None, repr: None }
    }

    /// The root of the hierarchy.
    pub(super) const fn root(name: &'static str) -> Self {
        Self { name: Name::Declared(name), module: "builtins", bases: &[], str: None, repr: None }
    }

    /// The class of a Rust error type, given its full name.
    pub(super) const fn of_type(name: fn() -> &'static str) -> Self {
        Self {
            name: Name::Type(name),
            module: "__main__",
            bases: &[Exception::CLASS],
            str: None,
            repr: None,
        }
    }

    /// The same class in another module, whose name then stands before the class's in tracebacks.
    #[must_use]
    pub const fn in_module(mut self, module: &'static str) -> Self {
        self.module = module;
        self
    }

    /// The same class with a `__str__` of its own, which derived classes inherit.
    #[must_use]
    pub const fn with_str(mut self, slot: Slot) -> Self {
        self.str = Some(slot);
        self
    }

    /// The same class with a `__repr__` of its own, which derived classes inherit.
    #[must_use]
    pub const fn with_repr(mut self, slot: Slot) -> Self {
        self.repr = Some(slot);
        self
    }

    /// The bare name: Python's `__name__`.
    pub fn name(&self) -> &'static str {
        match self.name {
            Name::Declared(name) => name,
            Name::Type(name) => short_type_name(name()),
        }
    }

    /// The module: Python's `__module__`. `builtins` for built-in classes, `__main__` for those of
    /// the program.
    pub fn module(&self) -> &'static str {
        self.module
    }

    /// The name as a traceback's last line shows it: with its module, unless that is `builtins` or
    /// `__main__`.
    pub fn qualified_name(&self) -> String {
        match self.module {
            "builtins" | "__main__" => self.name().to_owned(),
            module => format!("{module}.{}", self.name()),
        }
    }

    /// The first base class; `None` for `BaseException`.
    pub fn base(&self) -> Option<&'static Class> {
        self.bases.first().copied()
    }

    /// The base classes: Python's `__bases__`, without `object`.
    pub fn bases(&self) -> &'static [&'static Class] {
        self.bases
    }

    /// The class and all it derives from, in method resolution order: Python's `__mro__`, without
    /// `object`.
    pub fn mro(&'static self) -> Vec<&'static Class> {
        let mut order = Vec::new();
        self.visit(&mut order);
        // A class reached by several ways comes after the last class that derives from it.
        let mut mro: Vec<&'static Class> = Vec::with_capacity(order.len());
        for class in order.into_iter().rev() {
            if !mro.contains(&class) {
                mro.push(class);
            }
        }
        mro.reverse();
        mro
    }

    fn visit(&'static self, order: &mut Vec<&'static Class>) {
        order.push(self);
        for base in self.bases {
            base.visit(order);
        }
    }

    /// Whether this is `class`, or derives from it: Python's `issubclass`.
    pub fn is_subclass_of(&self, class: &Class) -> bool {
        let mut this = self;
        loop {
            if std::ptr::eq(this, class) {
                return true;
            }
            match this.bases {
                [] => return false,
                [base] => this = base,
                bases => return bases.iter().any(|base| base.is_subclass_of(class)),
            }
        }
    }

    /// Makes an exception of this class: what calling the class is in Python.
    ///
    /// `args` is one value, `()` for no argument, or a tuple.
    pub fn exception(&'static self, args: impl IntoArgs) -> Exception {
        args.into_exception_of(self)
    }

    /// Makes an exception that carries `attributes` beside its arguments; they come back out by
    /// [`Exception::attributes`].
    pub fn exception_with(
        &'static self,
        args: impl IntoArgs,
        attributes: impl std::any::Any,
    ) -> Exception {
        self.with_attributes(args.into_args(), attributes)
    }

    pub(super) fn with_attributes(
        &'static self,
        args: Vec<Arg>,
        attributes: impl std::any::Any,
    ) -> Exception {
        let data = Data { args: args.into(), attributes: Box::new(attributes) };
        Exception::from_payload(self, Payload::Data(Rc::new(data)))
    }

    pub(super) fn without_args(&'static self) -> Exception {
        Exception::from_payload(self, Payload::Empty)
    }

    /// Makes an exception of a fixed text without copying it.
    pub(crate) fn exception_static(&'static self, text: &'static str) -> Exception {
        Exception::from_payload(self, Payload::Static(text))
    }

    pub(super) fn with_text(&'static self, text: Rc<str>) -> Exception {
        Exception::from_payload(self, Payload::Text(text))
    }

    pub(super) fn with_args(&'static self, args: Vec<Arg>) -> Exception {
        if args.len() >= 2 && self.is_subclass_of(super::OSError::CLASS) {
            return os_error::construct(self, args);
        }
        Exception::from_payload(self, Payload::Args(args.into()))
    }

    pub(super) fn str_slot(&'static self) -> Option<Slot> {
        self.mro().into_iter().find_map(|class| class.str)
    }

    pub(super) fn repr_slot(&'static self) -> Option<Slot> {
        self.mro().into_iter().find_map(|class| class.repr)
    }
}

/// Identity, for declared classes; a Rust error type's class equals none, not even itself always.
impl PartialEq for Class {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

/// As Python prints a class: `<class 'ValueError'>`.
impl fmt::Debug for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.module {
            "builtins" => write!(f, "<class '{}'>", self.name()),
            module => write!(f, "<class '{module}.{}'>", self.name()),
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// The last segment of a type's name, without its generic arguments; a box or counted pointer goes
/// by the name of what it points to.
fn short_type_name(mut name: &'static str) -> &'static str {
    loop {
        let (path, arguments) = match name.split_once('<') {
            Some((path, arguments)) => (path, Some(arguments)),
            None => (name, None),
        };
        match (path, arguments) {
            ("alloc::boxed::Box" | "alloc::rc::Rc" | "alloc::sync::Arc", Some(inner)) => {
                name = inner.strip_suffix('>').unwrap_or(inner);
            }
            _ => return path.rsplit("::").next().unwrap_or(path),
        }
    }
}

/// What may stand in `except X`: a class type, or the type of a Rust error.
#[diagnostic::on_unimplemented(
    message = "catching classes that do not inherit from `BaseException` is not allowed",
    label = "`{Self}` is neither an exception class nor an error type",
    note = "declare a class with `exception! {{ pub class MyError(ValueError) }}`, or implement `std::error::Error`"
)]
pub trait ExceptionClass {
    /// What `except X as e` binds: the exception, or [`Caught`](super::Caught) for a Rust error.
    type Caught;

    /// Whether `except X` catches the exception.
    fn matches(exception: &Exception) -> bool;

    /// What `e` is in `except X as e`, for an exception that matches.
    fn bind(exception: &Exception) -> Self::Caught;
}

#[cfg(test)]
mod tests {
    use super::short_type_name;

    #[test]
    fn exception_class_name_is_the_short_type_name() {
        assert_eq!(short_type_name("ParseError"), "ParseError");
        assert_eq!(short_type_name("core::num::error::ParseIntError"), "ParseIntError");
        assert_eq!(short_type_name("a::Wrapped<b::Inner>"), "Wrapped");
        assert_eq!(short_type_name("alloc::boxed::Box<a::b::Inner>"), "Inner");
        assert_eq!(short_type_name("alloc::sync::Arc<a::Many<b::C>>"), "Many");
    }
}
