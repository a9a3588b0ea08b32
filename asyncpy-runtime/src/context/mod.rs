//! Context variables: values that belong to a task, as in Python's `contextvars`.
//!
//! Rules:
//! 1. A [`Context`] is a mutable mapping, shared by its clones. A *copy* of it
//!    ([`copy_context`]) starts with the same values and is independent afterwards; copying takes
//!    constant time.
//! 2. Exactly one context is current on a thread. `call_soon`, `call_later`, `add_done_callback` and
//!    `create_task` copy it at the call unless they are given one (B17).
//! 3. Every callback and every step of a task runs inside its own context.
//! 4. Most of those copies are neither changed nor looked at, so they are made when somebody wants to hold or
//!    change them; until then a [`LazyContext`] holds the values that were to be copied.
//! 5. A thread that ends has a current context as long as its loop (see `event_loop::current`); what runs
//!    later sees an empty one.
//! 6. The values of [`SharedContextVar`]s go to other threads with a context that is copied there (`to_thread`);
//!    those of [`ContextVar`]s stay, and so do the variables themselves: what a thread can name, it can read.

mod shared;

use std::any::Any;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::fmt;
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

pub use shared::SharedContextVar;

pub(crate) use shared::SharedValues;

use crate::exception::{Exception, LookupError, ValueError};
use crate::task::current::{self, Current};

type Values = HashMap<u64, Value>;

/// One value.
#[derive(Clone)]
enum Value {
    /// Of a [`ContextVar`].
    Local(Rc<dyn Any>),
    /// Of a [`SharedContextVar`].
    Shared(Arc<dyn Any + Send + Sync>),
}

impl Value {
    fn downcast<T: Clone + 'static>(&self) -> Option<T> {
        match self {
            Self::Local(value) => value.downcast_ref().cloned(),
            Self::Shared(value) => value.downcast_ref().cloned(),
        }
    }
}

/// A mapping from context variables to values: `contextvars.Context`.
///
/// Cloning gives another handle to the same context; [`Context::copy`] gives an independent one.
#[derive(Clone, Default)]
pub struct Context {
    values: Rc<RefCell<Rc<Values>>>,
}

/// A context as a task or callback owns it (rule 4).
pub(crate) struct LazyContext {
    made: OnceCell<Context>,
    /// The values, until the context is made.
    values: Cell<Option<Rc<Values>>>,
}

thread_local! {
    /// What is current outside of every callback and step.
    static OUTERMOST: Context = Context::default();
}

impl LazyContext {
    /// A copy of the current context.
    pub(crate) fn copy_of_current() -> Self {
        Self::with_current(|current| Self {
            made: OnceCell::new(),
            values: Cell::new(Some(current.values())),
        })
    }

    /// The context, made if it was not.
    pub(crate) fn get(&self) -> &Context {
        self.made.get_or_init(|| Context::with(self.values.take().unwrap_or_default()))
    }

    /// Calls `function` inside the context.
    pub(crate) fn run<R>(&self, function: impl FnOnce() -> R) -> R {
        current::with(|outer| {
            let task = outer.and_then(|outer| outer.task);
            current::run_as(Current { task, context: self }, function)
        })
    }

    fn with_current<R>(look: impl FnOnce(&Self) -> R) -> R {
        current::with(|current| match current {
            Some(current) => look(current.context),
            None => look(&OUTERMOST.try_with(Context::clone).unwrap_or_default().into()), // rule 5
        })
    }

    fn values(&self) -> Rc<Values> {
        if let Some(context) = self.made.get() {
            return Rc::clone(&context.values.borrow());
        }
        let values = self.values.take().unwrap_or_default();
        self.values.set(Some(Rc::clone(&values)));
        values
    }
}

impl From<Context> for LazyContext {
    fn from(context: Context) -> Self {
        Self { made: OnceCell::from(context), values: Cell::new(None) }
    }
}

impl Context {
    /// An empty context.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The context that the running code sees.
    #[must_use]
    pub fn current() -> Self {
        LazyContext::with_current(|current| current.get().clone())
    }

    /// An independent context with the same values: `Context.copy()`.
    #[must_use]
    pub fn copy(&self) -> Self {
        Self::with(Rc::clone(&self.values.borrow()))
    }

    fn with(values: Rc<Values>) -> Self {
        Self { values: Rc::new(RefCell::new(values)) }
    }

    /// Calls `function` inside this context: `Context.run()`.
    pub fn run<R>(&self, function: impl FnOnce() -> R) -> R {
        LazyContext::from(self.clone()).run(function)
    }

    /// The number of variables that have a value here.
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.borrow().len()
    }

    /// Whether no variable has a value here.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether both handles are of the same context.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.values, &other.values)
    }

    fn get(&self, id: u64) -> Option<Value> {
        self.values.borrow().get(&id).cloned()
    }

    fn set(&self, id: u64, value: Option<Value>) -> Option<Value> {
        let mut values = self.values.borrow_mut();
        let values = Rc::make_mut(&mut values);
        match value {
            Some(value) => values.insert(id, value),
            None => values.remove(&id),
        }
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context").field("len", &self.len()).finish_non_exhaustive()
    }
}

/// A copy of the current context: `contextvars.copy_context()`.
#[must_use]
pub fn copy_context() -> Context {
    Context::with(LazyContext::with_current(LazyContext::values))
}

/// A variable whose value belongs to the context: `contextvars.ContextVar`.
///
/// # Examples
/// ```
/// use asyncpy_runtime::ContextVar;
///
/// let user = ContextVar::with_default("user", "nobody".to_string());
/// let token = user.set("ada".to_string());
/// assert_eq!(user.get()?, "ada");
/// user.reset(token)?;
/// assert_eq!(user.get()?, "nobody");
/// # Ok::<(), asyncpy_runtime::Exception>(())
/// ```
pub struct ContextVar<T> {
    inner: Rc<VarInner<T>>,
}

/// The number of a new variable.
fn next_id() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

struct VarInner<T> {
    id: u64,
    name: &'static str,
    default: Option<T>,
}

impl<T: Clone + 'static> ContextVar<T> {
    /// A variable without a default.
    pub fn new(name: &'static str) -> Self {
        Self::make(name, None)
    }

    /// A variable whose value is `default` where none was set.
    pub fn with_default(name: &'static str, default: T) -> Self {
        Self::make(name, Some(default))
    }

    fn make(name: &'static str, default: Option<T>) -> Self {
        Self { inner: Rc::new(VarInner { id: next_id(), name, default }) }
    }

    /// The variable's name.
    pub fn name(&self) -> &'static str {
        self.inner.name
    }

    /// The value in the current context, or the default.
    ///
    /// # Errors
    /// `LookupError` if there is neither.
    pub fn get(&self) -> Result<T, Exception> {
        self.of(&LazyContext::with_current(LazyContext::values))
            .or_else(|| self.inner.default.clone())
            .ok_or_else(|| LookupError::new(format!("<ContextVar name='{}'>", self.inner.name)))
    }

    /// The value that `context` holds, without the default: `context.get(var)`.
    pub fn in_context(&self, context: &Context) -> Option<T> {
        let values = Rc::clone(&context.values.borrow());
        self.of(&values)
    }

    fn of(&self, values: &Values) -> Option<T> {
        values.get(&self.inner.id).and_then(Value::downcast)
    }

    /// Sets the value in the current context. The token undoes it.
    pub fn set(&self, value: T) -> Token<T> {
        Token::set(self.inner.id, self.inner.name, Value::Local(Rc::new(value)))
    }

    /// Undoes the `set` that gave `token`.
    ///
    /// # Errors
    /// `ValueError` if the token is another variable's, or was made in another context.
    pub fn reset(&self, token: Token<T>) -> Result<(), Exception> {
        token.undo(self.inner.id)
    }
}

impl<T> Clone for ContextVar<T> {
    fn clone(&self) -> Self {
        Self { inner: Rc::clone(&self.inner) }
    }
}

impl<T> fmt::Debug for ContextVar<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<ContextVar name='{}'>", self.inner.name)
    }
}

/// Undoes one [`ContextVar::set`]: `contextvars.Token`.
pub struct Token<T> {
    id: u64,
    name: &'static str,
    context: Context,
    old: Option<Value>,
    of: PhantomData<T>,
}

impl<T> Token<T> {
    /// Sets the value of the variable in the current context.
    fn set(id: u64, name: &'static str, value: Value) -> Self {
        let context = Context::current();
        let old = context.set(id, Some(value));
        Self { id, name, context, old, of: PhantomData }
    }

    /// Undoes it, for the variable `id`.
    fn undo(self, id: u64) -> Result<(), Exception> {
        if id != self.id {
            let text = format!("{self:?} was created by a different ContextVar");
            return Err(ValueError::new(text));
        }
        if !Context::current().is(&self.context) {
            let text = format!("{self:?} was created in a different Context");
            return Err(ValueError::new(text));
        }
        drop(self.context.set(id, self.old));
        Ok(())
    }
}

impl<T: Clone + 'static> Token<T> {
    /// The variable's value before the `set`, if it had one.
    pub fn old_value(&self) -> Option<T> {
        self.old.as_ref().and_then(Value::downcast)
    }
}

impl<T> fmt::Debug for Token<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<Token var=<ContextVar name='{}'>>", self.name)
    }
}
