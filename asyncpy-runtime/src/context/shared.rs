//! Context variables whose values go to other threads.

use std::any::Any;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use super::{Context, Token, Value, next_id};
use crate::exception::{Exception, LookupError};

/// A context variable that threads may read: `contextvars.ContextVar` for values that are `Send` and `Sync`.
///
/// `to_thread` takes the values of these variables with it. An ordinary [`ContextVar`](super::ContextVar) cannot
/// be named on another thread, so its values stay behind.
///
/// # Examples
/// ```
/// use asyncpy_runtime::{Exception, SharedContextVar, run, to_thread};
///
/// let user = SharedContextVar::new("user");
/// user.set("ada");
/// let greeting = move || Ok::<_, Exception>(format!("hello, {}", user.get()?));
/// assert_eq!(run(to_thread(greeting))?, "hello, ada");
/// # Ok::<(), asyncpy_runtime::Exception>(())
/// ```
pub struct SharedContextVar<T> {
    inner: Arc<Inner<T>>,
}

struct Inner<T> {
    id: u64,
    name: &'static str,
    default: Option<T>,
}

impl<T: Clone + Send + Sync + 'static> SharedContextVar<T> {
    /// A variable without a default.
    pub fn new(name: &'static str) -> Self {
        Self { inner: Arc::new(Inner { id: next_id(), name, default: None }) }
    }

    /// A variable whose value is `default` where none was set.
    pub fn with_default(name: &'static str, default: T) -> Self {
        Self { inner: Arc::new(Inner { id: next_id(), name, default: Some(default) }) }
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
        self.in_context(&Context::current())
            .or_else(|| self.inner.default.clone())
            .ok_or_else(|| LookupError::new(format!("{self:?}")))
    }

    /// The value that `context` holds, without the default: `context.get(var)`.
    pub fn in_context(&self, context: &Context) -> Option<T> {
        context.get(self.inner.id).and_then(|value| value.downcast())
    }

    /// Sets the value in the current context. The token undoes it.
    pub fn set(&self, value: T) -> Token<T> {
        Token::set(self.inner.id, self.inner.name, Value::Shared(Arc::new(value)))
    }

    /// Undoes the `set` that gave `token`.
    ///
    /// # Errors
    /// `ValueError` if the token is another variable's, or was made in another context.
    pub fn reset(&self, token: Token<T>) -> Result<(), Exception> {
        token.undo(self.inner.id)
    }
}

impl<T> Clone for SharedContextVar<T> {
    fn clone(&self) -> Self {
        Self { inner: Arc::clone(&self.inner) }
    }
}

impl<T> fmt::Debug for SharedContextVar<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<ContextVar name='{}'>", self.inner.name)
    }
}

/// What of a context goes to another thread.
pub(crate) struct SharedValues(HashMap<u64, Arc<dyn Any + Send + Sync>>);

impl SharedValues {
    /// Those of `context`.
    pub(crate) fn of(context: &Context) -> Self {
        let values = context.values.borrow();
        let shared = values.iter().filter_map(|(id, value)| match value {
            Value::Shared(value) => Some((*id, Arc::clone(value))),
            Value::Local(_) => None,
        });
        Self(shared.collect())
    }

    /// A context of this thread that holds them.
    pub(crate) fn into_context(self) -> Context {
        let context = Context::new();
        for (id, value) in self.0 {
            context.set(id, Some(Value::Shared(value)));
        }
        context
    }
}
