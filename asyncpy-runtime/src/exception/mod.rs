//! Exceptions: Python's objects, one pointer wide.
//!
//! Terms. An `Exception` is a handle; its clones are the same object. Its *class* ([`Class`]) is a
//! value, and for every class there is a *class type* ([`ExceptionClass`]) of the same name, so that
//! a class can be written in a type position (`except ValueError`), and a constructor function of the
//! same name, so that `ValueError("bad id")` makes one. Any Rust error is an exception as well: it is
//! the *payload* of an exception whose class is named after the error's type.
//!
//! Rules:
//! 1. `Display` is Python's `str(e)`, `Debug` is Python's `repr(e)`.
//! 2. `==` is identity, as for Python's exceptions.
//! 3. Class and arguments never change. Cause, context, notes and traceback do, on the object, so
//!    every holder sees it.
//! 4. The traceback is kept in the order in which frames were left, innermost first; it is shown
//!    outermost first. Cutting it back to an earlier length undoes what was pushed since.
//! 5. *Context* links never form a cycle: whoever sets one cuts the link that would close it, as
//!    CPython does. *Cause* links may, so every walk over causes expects that. No cycle of either
//!    keeps itself alive (see `links`).
//! 6. Making an exception without arguments is one allocation and formats nothing. What few
//!    exceptions have (cause, context, notes) is in a box of its own.
//! 7. No user code (a destructor, a `Display`) runs while the object is borrowed.

#![forbid(unsafe_code)]

mod args;
mod builtin;
mod chain;
mod class;
mod declare;
mod error;
mod exit;
mod format;
mod group;
mod into_args;
mod links;
mod os_error;
mod remote;
mod star;
mod strings;
mod text;
mod traceback;

use std::any::Any;
use std::cell::RefCell;
use std::error::Error;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::rc::{Rc, Weak};

use crate::coroutine::Code;

pub use args::{Arg, Args, Object, Other};
pub use builtin::*;
pub use class::{Class, ExceptionClass, Slot};
pub use error::{Caught, IntoException};
pub use exit::{exit_code_of, report};
pub use into_args::{IntoArg, IntoArgs};
pub use remote::RemoteException;
pub use star::ExceptStar;
pub use text::{repr_bytes, repr_float, repr_str};
pub use traceback::FrameSummary;

use group::Group;
use links::Link;

/// Any exception, and as a class type Python's `Exception`.
///
/// A handle of one pointer: `clone` gives the same object, and `==` asks whether it is the same.
/// `Display` is Python's `str(e)`, `Debug` is Python's `repr(e)`.
///
/// ```
/// use asyncpy_runtime::exception::{Exception, LookupError, ValueError};
///
/// let e = ValueError("bad id");
/// assert_eq!(e.to_string(), "bad id");
/// assert_eq!(format!("{e:?}"), "ValueError('bad id')");
/// assert!(e.is_instance::<ValueError>());
/// assert!(e.is_instance::<Exception>());
/// assert!(!e.is_instance::<LookupError>());
/// assert_eq!(size_of::<Result<(), Exception>>(), size_of::<usize>());
/// ```
#[derive(Clone)]
pub struct Exception {
    inner: Rc<Inner>,
}

/// Makes an exception of Python's class `Exception`, the root of all but those that end the program
/// or the task.
#[allow(non_snake_case)] // named as the class, as in Python
pub fn Exception(args: impl IntoArgs) -> Exception {
    Exception::new(args)
}

#[diagnostic::do_not_recommend]
impl ExceptionClass for Exception {
    type Caught = Exception;

    fn matches(exception: &Exception) -> bool {
        exception.is_instance_of(Self::CLASS)
    }

    fn bind(exception: &Exception) -> Exception {
        exception.clone()
    }
}

/// The object.
struct Inner {
    class: &'static Class,
    payload: Payload,
    state: RefCell<State>,
}

/// What the exception was made of. Never changes (rule 3).
#[derive(Clone)]
enum Payload {
    /// No arguments.
    Empty,
    /// One argument, a text of the runtime's own.
    Static(&'static str),
    /// One argument, a text.
    Text(Rc<str>),
    /// Any arguments.
    Args(Rc<[Arg]>),
    /// A Rust error, which is shown as the only argument.
    Error(Rc<dyn Error>),
    /// The message and the parts of an exception group.
    Group(Rc<Group>),
    /// Arguments, and attributes of the class beside them.
    Data(Rc<Data>),
}

/// Arguments and attributes.
struct Data {
    args: Box<[Arg]>,
    attributes: Box<dyn Any>,
}

/// What changes (rule 3).
#[derive(Default)]
struct State {
    /// Innermost first (rule 4).
    frames: Vec<(&'static Code, u32)>,
    rare: Option<Box<Rare>>,
}

/// What few exceptions have.
#[derive(Clone, Default)]
struct Rare {
    cause: Link,
    context: Link,
    suppress_context: bool,
    notes: Vec<String>,
    /// The exception that this is a copy of and counts as; see `links`.
    twin_of: Option<Weak<Inner>>,
}

impl Exception {
    /// Python's class `Exception` as a value.
    pub const CLASS: &'static Class = {
        static CLASS: Class =
            Class::new("Exception", &[BaseException::CLASS]).in_module("builtins");
        &CLASS
    };

    /// Makes an exception of Python's class `Exception`, of any number of arguments: one value, `()`,
    /// or a tuple.
    pub fn new(args: impl IntoArgs) -> Self {
        Self::CLASS.exception(args)
    }

    fn from_payload(class: &'static Class, payload: Payload) -> Self {
        Self { inner: Rc::new(Inner { class, payload, state: RefCell::default() }) }
    }

    /// The class: Python's `type(e)`.
    pub fn class(&self) -> &'static Class {
        self.inner.class
    }

    /// The name of the class, without its module: Python's `type(e).__name__`. For a Rust error it
    /// is the last segment of its type's name.
    pub fn class_name(&self) -> &'static str {
        self.inner.class.name()
    }

    /// Whether the exception is of class `C` or one derived from it: Python's `isinstance(e, C)`.
    ///
    /// `C` is a class type, or the type of a Rust error.
    pub fn is_instance<C: ExceptionClass + ?Sized>(&self) -> bool {
        C::matches(self)
    }

    /// [`is_instance`](Self::is_instance) for a class that is a value.
    pub fn is_instance_of(&self, class: &'static Class) -> bool {
        self.inner.class.is_subclass_of(class)
    }

    /// The arguments: Python's `e.args`. `Debug` of the result is the tuple as Python prints it.
    ///
    /// ```
    /// use asyncpy_runtime::exception::ValueError;
    ///
    /// let e = ValueError::new(("a", 1));
    /// assert_eq!(e.args().len(), 2);
    /// assert_eq!(format!("{:?}", e.args()), "('a', 1)");
    /// assert_eq!(format!("{:?}", ValueError("a").args()), "('a',)");
    /// ```
    pub fn args(&self) -> Args {
        match &self.inner.payload {
            Payload::Empty => Args::default(),
            Payload::Static(text) => Args::from(vec![Arg::Str(Rc::from(*text))]),
            Payload::Text(text) => Args::from(vec![Arg::Str(text.clone())]),
            Payload::Args(args) => Args::from(args.to_vec()),
            Payload::Error(error) => error::args_of(error.as_ref()),
            Payload::Group(group) => group.args(),
            Payload::Data(data) => Args::from(data.args.to_vec()),
        }
    }

    /// The attributes that the exception was made with by [`Class::exception_with`], if they are of
    /// type `T`.
    pub fn attributes<T: Any>(&self) -> Option<&T> {
        match &self.inner.payload {
            Payload::Data(data) => data.attributes.downcast_ref(),
            _ => None,
        }
    }

    /// Whether the two handles are the same object: Python's `a is b`.
    pub fn is(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.inner, &other.inner) || self.id() == other.id()
    }

    /// A number that no other living exception has: Python's `id(e)`.
    pub fn id(&self) -> usize {
        let state = self.inner.state.borrow();
        let twin_of = state.rare.as_ref().and_then(|rare| rare.twin_of.as_ref());
        // A weak reference keeps its address from being used again.
        let address = twin_of.map_or_else(|| Rc::as_ptr(&self.inner), Weak::as_ptr);
        address.cast::<()>() as usize
    }

    /// Adds a note, printed below the exception in tracebacks: Python's `e.add_note(note)`.
    pub fn add_note(&self, note: impl Into<String>) {
        let note = note.into();
        self.shared(|state| state.rare().notes.push(note));
    }

    /// The notes: Python's `e.__notes__`, empty where Python has no such attribute.
    pub fn notes(&self) -> Vec<String> {
        self.shared(|state| state.rare.as_ref().map_or_else(Vec::new, |rare| rare.notes.clone()))
    }

    /// Reads or changes what a twin has in common with its original while that lives: traceback and
    /// notes.
    fn shared<R>(&self, access: impl FnOnce(&mut State) -> R) -> R {
        let original = {
            let state = self.inner.state.borrow();
            let twin_of = state.rare.as_ref().and_then(|rare| rare.twin_of.as_ref());
            twin_of.and_then(Weak::upgrade)
        };
        match original {
            Some(inner) => Self { inner }.state_mut(access),
            None => self.state_mut(access),
        }
    }

    /// Changes the state. What `change` replaces it returns, to be dropped after the borrow (rule 7).
    fn state_mut<R>(&self, change: impl FnOnce(&mut State) -> R) -> R {
        change(&mut self.inner.state.borrow_mut())
    }
}

impl State {
    fn rare(&mut self) -> &mut Rare {
        self.rare.get_or_insert_default()
    }
}

impl fmt::Display for Exception {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        strings::str(self, f)
    }
}

impl fmt::Debug for Exception {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        strings::repr(self, f)
    }
}

impl PartialEq for Exception {
    fn eq(&self, other: &Self) -> bool {
        self.is(other)
    }
}

impl Eq for Exception {}

impl Hash for Exception {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id().hash(state);
    }
}
