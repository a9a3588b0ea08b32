//! Exception groups: `ExceptionGroup` and `BaseExceptionGroup`.
//!
//! Terms: a group's *parts* are the exceptions in it, which may be groups; its *leaves* are those at
//! the ends of that tree.
//!
//! Rules, all CPython's:
//! 1. An `ExceptionGroup` holds exceptions derived from `Exception` only; a `BaseExceptionGroup`
//!    that would hold no other is made an `ExceptionGroup`. A group is never empty.
//! 2. Splitting asks about each group before its parts, and keeps the nesting in both halves. A half
//!    that has nothing in it is `None`; one that has everything, and was asked about as a whole, is
//!    the group itself.
//! 3. A half is a new group of the same message, made by [`Exception::derive`], with the cause, the
//!    context, the notes and the traceback of the group it comes from.

use std::rc::Rc;

use super::{
    Arg, Args, BaseExceptionGroup, Class, Exception, ExceptionClass, ExceptionGroup, IntoException,
    Payload, TypeError, ValueError,
};

/// The message and the parts.
pub(super) struct Group {
    message: Rc<str>,
    exceptions: Box<[Exception]>,
}

impl Group {
    pub(super) fn new(message: Rc<str>, exceptions: Box<[Exception]>) -> Self {
        Self { message, exceptions }
    }

    pub(super) fn message(&self) -> &Rc<str> {
        &self.message
    }

    pub(super) fn exceptions(&self) -> &[Exception] {
        &self.exceptions
    }

    /// Python keeps the parts as the list that the group was made of.
    pub(super) fn args(&self) -> Args {
        let parts = self.exceptions.iter().cloned().map(Arg::Exception);
        Args::from(vec![Arg::Str(self.message.clone()), Arg::List(parts.collect())])
    }
}

/// The two halves of a split group: what matched and what did not.
type Halves = (Option<Exception>, Option<Exception>);

impl Class {
    /// Makes a group of this class, which derives from `BaseExceptionGroup`.
    ///
    /// # Errors
    ///
    /// `ValueError` without exceptions, `TypeError` if one is outside `Exception` and the class is
    /// not, as CPython raises them.
    pub fn group<I>(
        &'static self,
        message: impl Into<Rc<str>>,
        exceptions: I,
    ) -> Result<Exception, Exception>
    where
        I: IntoIterator<Item: IntoException>,
    {
        let parts = exceptions.into_iter().map(IntoException::into_exception);
        make(self, message.into(), parts.collect())
    }
}

fn make(
    mut class: &'static Class,
    message: Rc<str>,
    exceptions: Box<[Exception]>,
) -> Result<Exception, Exception> {
    if exceptions.is_empty() {
        let text = "second argument (exceptions) must be a non-empty sequence";
        return Err(ValueError::CLASS.exception_static(text));
    }
    let ordinary = exceptions.iter().all(Exception::is_instance::<Exception>);
    if class == BaseExceptionGroup::CLASS && ordinary {
        class = ExceptionGroup::CLASS;
    } else if class == ExceptionGroup::CLASS && !ordinary {
        let text = "Cannot nest BaseExceptions in an ExceptionGroup";
        return Err(TypeError::CLASS.exception_static(text));
    } else if class.is_subclass_of(Exception::CLASS) && !ordinary {
        return Err(TypeError(format!("Cannot nest BaseExceptions in '{}'", class.name())));
    }
    let group = Group::new(message, exceptions);
    Ok(Exception::from_payload(class, Payload::Group(Rc::new(group))))
}

macro_rules! constructors {
    ($($name:ident)+) => {$(
        impl $name {
            /// Makes a group of a message and its exceptions.
            ///
            /// Where CPython refuses (no exceptions, or one outside `Exception` in an
            /// `ExceptionGroup`), the result is the `ValueError` or `TypeError` that CPython raises
            /// in its place; [`Class::group`] tells the two apart.
            pub fn group<I>(message: impl Into<Rc<str>>, exceptions: I) -> Exception
            where
                I: IntoIterator<Item: IntoException>,
            {
                Self::CLASS
                    .group(message, exceptions)
                    .unwrap_or_else(|refused| refused)
            }

            /// [`group`](Self::group) of a pair.
            #[allow(clippy::new_ret_no_self)] // calling a class makes an exception, as in Python
            pub fn new<I>((message, exceptions): (impl Into<Rc<str>>, I)) -> Exception
            where
                I: IntoIterator<Item: IntoException>,
            {
                Self::group(message, exceptions)
            }
        }
    )+};
}

constructors! { ExceptionGroup BaseExceptionGroup }

impl Exception {
    fn as_group(&self) -> Option<&Group> {
        match &self.inner.payload {
            Payload::Group(group) => Some(group),
            _ => None,
        }
    }

    /// Whether this is an exception group.
    pub fn is_group(&self) -> bool {
        self.as_group().is_some()
    }

    /// The message of a group: Python's `eg.message`. `None` for an exception that is not a group.
    pub fn message(&self) -> Option<&str> {
        self.as_group().map(|group| &*group.message)
    }

    /// The parts of a group: Python's `eg.exceptions`. Empty for an exception that is not a group.
    ///
    /// ```
    /// use asyncpy_runtime::exception::{ExceptionGroup, KeyError, ValueError};
    ///
    /// let eg = ExceptionGroup::group("two", [ValueError("a"), KeyError("b")]);
    /// assert_eq!(eg.to_string(), "two (2 sub-exceptions)");
    /// let (matched, rest) = eg.split::<ValueError>();
    /// assert_eq!(format!("{:?}", matched.unwrap().exceptions()), "[ValueError('a')]");
    /// assert_eq!(format!("{:?}", rest.unwrap()), "ExceptionGroup('two', [KeyError('b')])");
    /// ```
    pub fn exceptions(&self) -> &[Exception] {
        self.as_group().map_or(&[], |group| &group.exceptions)
    }

    /// Splits a group into what is of class `C` and what is not: Python's `eg.split(C)`. An
    /// exception that is not a group goes into one half as it is.
    pub fn split<C: ExceptionClass + ?Sized>(&self) -> (Option<Exception>, Option<Exception>) {
        self.split_by(C::matches)
    }

    /// Splits a group into what `matches` and what does not: Python's `eg.split(predicate)`.
    pub fn split_by(&self, mut matches: impl FnMut(&Exception) -> bool) -> Halves {
        self.split_at(&mut matches)
    }

    fn split_at(&self, asked: &mut dyn FnMut(&Exception) -> bool) -> Halves {
        if asked(self) {
            return (Some(self.clone()), None);
        }
        if !self.is_group() {
            return (None, Some(self.clone()));
        }
        let (mut matched, mut rest) = (Vec::new(), Vec::new());
        for part in self.exceptions() {
            let (left, right) = part.split_at(asked);
            matched.extend(left);
            rest.extend(right);
        }
        (self.subset(matched), self.subset(rest))
    }

    /// What is of class `C` in a group: Python's `eg.subgroup(C)`.
    pub fn subgroup<C: ExceptionClass + ?Sized>(&self) -> Option<Exception> {
        self.subgroup_by(C::matches)
    }

    /// What `matches` in a group: Python's `eg.subgroup(predicate)`.
    pub fn subgroup_by(&self, matches: impl FnMut(&Exception) -> bool) -> Option<Exception> {
        self.split_by(matches).0
    }

    /// A group of other exceptions under the same message: Python's `eg.derive(exceptions)`.
    ///
    /// Like CPython's, it makes an `ExceptionGroup` or `BaseExceptionGroup` whatever the class of
    /// this one, and takes over nothing but the message. Without exceptions it gives a `ValueError`.
    #[must_use]
    pub fn derive<I>(&self, exceptions: I) -> Exception
    where
        I: IntoIterator<Item: IntoException>,
    {
        BaseExceptionGroup::group(self.message().unwrap_or_default(), exceptions)
    }

    /// A half of this group (rule 3).
    fn subset(&self, exceptions: Vec<Exception>) -> Option<Exception> {
        if exceptions.is_empty() {
            return None;
        }
        let half = self.derive(exceptions);
        half.copy_state(self);
        // As in CPython, where setting a cause sets this, even if the cause is None.
        half.set_suppress_context(true);
        Some(half)
    }

    /// Calls `visit` for each leaf, in order.
    pub(super) fn for_each_leaf(&self, visit: &mut dyn FnMut(&Exception)) {
        if !self.is_group() {
            return visit(self);
        }
        for part in self.exceptions() {
            part.for_each_leaf(visit);
        }
    }
}
