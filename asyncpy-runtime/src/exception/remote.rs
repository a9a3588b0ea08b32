//! Exceptions that leave their thread.
//!
//! An [`Exception`] is counted without atomics and stays where it was made. What crosses a thread is a
//! *snapshot* ([`RemoteException`]): frozen on one thread, thawed on another as a new exception that prints the
//! same, in every part.
//!
//! Rules:
//! 1. Class, traceback, notes, cause, context and the parts of groups cross. Two places that held the same
//!    exception hold the same one afterwards, however the links run.
//! 2. Arguments cross as values; a value wrapped by [`Other`](super::Other) crosses as what it printed.
//! 3. A Rust error crosses as what it printed, with its sources, and is not caught by `except E` any more: nothing
//!    says that it is `Send`. The errors of the standard library that stand for a class of Python's do cross
//!    (`std::io::Error`, `ParseIntError` and so on; an `io::Error` of the program's own with its kind and text). A
//!    function whose errors are to arrive as they are returns them as a value: a `Result<T, E>` with an `E` that
//!    is `Send` crosses untouched.
//! 4. Attributes beside the arguments cross if they are the runtime's own (file names, what a stream had read);
//!    those of the program's classes do not, and the exception prints what it printed before.

use std::any::Any;
use std::collections::{HashMap, VecDeque};
use std::error::Error;
use std::fmt;
use std::rc::Rc;
use std::sync::Arc;

use super::error::{Thaw, class_of, thaw_known, unboxed};
use super::group::Group;
use super::{Arg, Class, Data, Exception, Payload, builtin, os_error};
use crate::coroutine::Code;

/// A snapshot of an exception, which any thread may hold.
///
/// `Display` and `Debug` are those of the exception. It is a Rust error too, and `?` in a function that raises
/// makes the exception of it.
///
/// ```
/// use asyncpy_runtime::exception::{Exception, ValueError};
///
/// let error = std::thread::spawn(|| ValueError("bad id").to_remote()).join().unwrap();
/// let error = Exception::from(error);
/// assert!(error.is_instance::<ValueError>());
/// assert_eq!(format!("{error:?}"), "ValueError('bad id')");
/// ```
#[derive(Clone)]
pub struct RemoteException {
    /// Each after those that it is made of.
    nodes: Arc<[Node]>,
    root: usize,
    printed: Printed,
}

/// One frozen exception. Numbers are places in the list of nodes.
struct Node {
    class: &'static Class,
    payload: Frozen,
    frames: Vec<(&'static Code, u32)>,
    cause: Option<usize>,
    context: Option<usize>,
    suppress_context: bool,
    notes: Vec<String>,
}

/// What an exception was made of.
enum Frozen {
    Empty,
    Static(&'static str),
    Args(Vec<FrozenArg>),
    /// Arguments of an `OSError`, file names included.
    OsError(Vec<FrozenArg>),
    Group(Box<str>, Vec<usize>),
    Error(FrozenError),
    Data(Vec<FrozenArg>, Attributes),
}

/// One argument.
enum FrozenArg {
    None,
    Bool(bool),
    Int(i128),
    Float(f64),
    Str(Box<str>),
    Bytes(Box<[u8]>),
    List(Vec<FrozenArg>),
    Tuple(Vec<FrozenArg>),
    Exception(usize),
    Printed(Printed),
}

/// A Rust error, or the source of one.
enum FrozenError {
    /// One of the standard library, which can be made again.
    Known(Thaw),
    /// Any other.
    Told { class: &'static Class, text: Box<str>, source: Option<Box<FrozenError>> },
    /// An exception in a box.
    Exception(usize),
}

/// Attributes beside the arguments.
enum Attributes {
    Known(Arc<dyn Fn() -> Box<dyn Any> + Send + Sync>),
    Printed(Printed),
}

/// What something printed.
#[derive(Clone)]
pub(super) struct Printed {
    pub(super) str: Arc<str>,
    pub(super) repr: Arc<str>,
}

impl Printed {
    fn of(value: &(impl fmt::Display + fmt::Debug + ?Sized)) -> Self {
        Self { str: value.to_string().into(), repr: format!("{value:?}").into() }
    }
}

impl fmt::Display for Printed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.str)
    }
}

impl fmt::Debug for Printed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.repr)
    }
}

/// A Rust error that has crossed (rule 3).
#[derive(Debug)]
pub(super) struct Told {
    /// The class that its exception has.
    pub(super) class: &'static Class,
    text: Box<str>,
    source: Option<Box<dyn Error>>,
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Error for Told {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref()
    }
}

impl Exception {
    /// A snapshot that may leave the thread. See [`RemoteException`] for what it keeps.
    #[must_use]
    pub fn to_remote(&self) -> RemoteException {
        let mut freezer = Freezer::default();
        let root = freezer.add(self);
        while let Some((place, exception)) = freezer.pending.pop_front() {
            let cause = exception.cause().map(|cause| freezer.add(&cause));
            let context = exception.context().map(|context| freezer.add(&context));
            freezer.nodes[place].cause = cause;
            freezer.nodes[place].context = context;
        }
        RemoteException { nodes: freezer.nodes.into(), root, printed: Printed::of(self) }
    }
}

/// Collects nodes.
#[derive(Default)]
struct Freezer {
    nodes: Vec<Node>,
    /// The places of the exceptions that were added, by identity.
    places: HashMap<usize, usize>,
    /// Those whose links are not followed yet: long chains are walked without recursion.
    pending: VecDeque<(usize, Exception)>,
}

impl Freezer {
    /// Adds an exception after those that it is made of, and gives its place.
    fn add(&mut self, exception: &Exception) -> usize {
        if let Some(&place) = self.places.get(&exception.id()) {
            return place;
        }
        let payload = self.payload(exception);
        let place = self.nodes.len();
        self.nodes.push(Node {
            class: exception.class(),
            payload,
            frames: exception.shared(|state| state.frames.clone()),
            cause: None,
            context: None,
            suppress_context: exception.suppress_context(),
            notes: exception.notes(),
        });
        self.places.insert(exception.id(), place);
        self.pending.push_back((place, exception.clone()));
        place
    }

    fn payload(&mut self, exception: &Exception) -> Frozen {
        match &exception.inner.payload {
            Payload::Empty => Frozen::Empty,
            Payload::Static(text) => Frozen::Static(text),
            Payload::Text(text) => Frozen::Args(vec![FrozenArg::Str((**text).into())]),
            Payload::Args(args) => Frozen::Args(self.args(args)),
            Payload::Error(error) => Frozen::Error(self.error(error.as_ref(), exception.class())),
            Payload::Group(group) => {
                let parts = group.exceptions().iter().map(|part| self.add(part)).collect();
                Frozen::Group((**group.message()).into(), parts)
            }
            Payload::Data(data) => self.data(exception, data),
        }
    }

    fn data(&mut self, exception: &Exception, data: &Data) -> Frozen {
        if let Some(args) = os_error::args_with_names(exception) {
            return Frozen::OsError(self.args(&args));
        }
        let attributes = match builtin::thaw_attributes(data.attributes.as_ref()) {
            Some(thaw) => Attributes::Known(thaw),
            None => Attributes::Printed(Printed::of(exception)),
        };
        Frozen::Data(self.args(&data.args), attributes)
    }

    fn args(&mut self, args: &[Arg]) -> Vec<FrozenArg> {
        args.iter().map(|arg| self.arg(arg)).collect()
    }

    fn arg(&mut self, arg: &Arg) -> FrozenArg {
        match arg {
            Arg::None => FrozenArg::None,
            Arg::Bool(value) => FrozenArg::Bool(*value),
            Arg::Int(value) => FrozenArg::Int(*value),
            Arg::Float(value) => FrozenArg::Float(*value),
            Arg::Str(value) => FrozenArg::Str((**value).into()),
            Arg::Bytes(value) => FrozenArg::Bytes((**value).into()),
            Arg::List(items) => FrozenArg::List(self.args(items)),
            Arg::Tuple(items) => FrozenArg::Tuple(self.args(items)),
            Arg::Exception(exception) => FrozenArg::Exception(self.add(exception)),
            Arg::Object(object) => match arg.downcast_ref::<Printed>() {
                Some(printed) => FrozenArg::Printed(printed.clone()),
                None => FrozenArg::Printed(Printed::of(object.as_ref())),
            },
        }
    }

    fn error(&mut self, error: &(dyn Error + 'static), class: &'static Class) -> FrozenError {
        if let Some(exception) = unboxed(error) {
            return FrozenError::Exception(self.add(exception));
        }
        if let Some(thaw) = thaw_known(error) {
            return FrozenError::Known(thaw);
        }
        let source = error.source().map(|source| {
            let class = class_of(source).unwrap_or(Exception::CLASS);
            Box::new(self.error(source, class))
        });
        FrozenError::Told { class, text: error.to_string().into(), source }
    }
}

impl RemoteException {
    /// The class: Python's `type(e)`.
    #[must_use]
    pub fn class(&self) -> &'static Class {
        self.nodes[self.root].class
    }

    /// The frames of the traceback, as they were left.
    pub(crate) fn frames(&self) -> &[(&'static Code, u32)] {
        &self.nodes[self.root].frames
    }

    /// A new exception, on this thread, that is what the snapshot was made of.
    #[must_use]
    pub fn to_exception(&self) -> Exception {
        let mut thawed: Vec<Exception> = Vec::with_capacity(self.nodes.len());
        for node in self.nodes.iter() {
            let exception = node.thaw(&thawed);
            for &(code, line) in &node.frames {
                exception.push_frame(code, line);
            }
            for note in &node.notes {
                exception.add_note(note);
            }
            thawed.push(exception);
        }
        for (exception, node) in thawed.iter().zip(self.nodes.iter()) {
            if let Some(cause) = node.cause {
                drop(exception.clone().with_cause(Some(thawed[cause].clone())));
            }
            if let Some(context) = node.context {
                exception.set_context(&thawed[context]);
            }
            if exception.suppress_context() != node.suppress_context {
                exception.set_suppress_context(node.suppress_context);
            }
        }
        thawed.swap_remove(self.root)
    }
}

impl Node {
    /// The exception without its links, made of those before it.
    fn thaw(&self, before: &[Exception]) -> Exception {
        let class = self.class;
        match &self.payload {
            Frozen::Empty => class.without_args(),
            Frozen::Static(text) => class.exception_static(text),
            Frozen::Args(args) => Exception::from_payload(class, thaw_payload(args, before)),
            Frozen::OsError(args) => os_error::construct(class, thaw_args(args, before)),
            Frozen::Group(message, parts) => {
                let parts = parts.iter().map(|&part| before[part].clone()).collect();
                let group = Group::new(Rc::from(&**message), parts);
                Exception::from_payload(class, Payload::Group(Rc::new(group)))
            }
            Frozen::Error(error) => {
                Exception::from_payload(class, Payload::Error(error.thaw(before).into()))
            }
            Frozen::Data(args, attributes) => {
                let attributes = match attributes {
                    Attributes::Known(thaw) => thaw(),
                    Attributes::Printed(printed) => Box::new(printed.clone()),
                };
                let args = thaw_args(args, before).into();
                let data = Data { args, attributes };
                Exception::from_payload(class, Payload::Data(Rc::new(data)))
            }
        }
    }
}

fn thaw_payload(args: &[FrozenArg], before: &[Exception]) -> Payload {
    match args {
        [FrozenArg::Str(text)] => Payload::Text(Rc::from(&**text)),
        args => Payload::Args(thaw_args(args, before).into()),
    }
}

fn thaw_args(args: &[FrozenArg], before: &[Exception]) -> Vec<Arg> {
    args.iter().map(|arg| arg.thaw(before)).collect()
}

impl FrozenArg {
    fn thaw(&self, before: &[Exception]) -> Arg {
        match self {
            Self::None => Arg::None,
            Self::Bool(value) => Arg::Bool(*value),
            Self::Int(value) => Arg::Int(*value),
            Self::Float(value) => Arg::Float(*value),
            Self::Str(value) => Arg::Str(Rc::from(&**value)),
            Self::Bytes(value) => Arg::Bytes(Rc::from(&**value)),
            Self::List(items) => Arg::List(thaw_args(items, before).into()),
            Self::Tuple(items) => Arg::Tuple(thaw_args(items, before).into()),
            Self::Exception(place) => Arg::Exception(before[*place].clone()),
            Self::Printed(printed) => Arg::Object(Rc::new(printed.clone())),
        }
    }
}

impl FrozenError {
    fn thaw(&self, before: &[Exception]) -> Box<dyn Error> {
        match self {
            Self::Known(thaw) => thaw(),
            Self::Told { class, text, source } => Box::new(Told {
                class,
                text: text.clone(),
                source: source.as_ref().map(|source| source.thaw(before)),
            }),
            Self::Exception(place) => before[*place].clone().into(),
        }
    }
}

impl From<&Exception> for RemoteException {
    fn from(exception: &Exception) -> Self {
        exception.to_remote()
    }
}

impl From<Exception> for RemoteException {
    fn from(exception: Exception) -> Self {
        exception.to_remote()
    }
}

impl fmt::Display for RemoteException {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.printed, f)
    }
}

impl fmt::Debug for RemoteException {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.printed, f)
    }
}

impl Error for RemoteException {}
