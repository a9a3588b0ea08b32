//! How `with!` and `async_with!` find a manager without taking it.
//!
//! They call `manager.__with()`, and method look-up chooses: a shared reference if `&M` is a
//! manager, else a unique reference if `M` is, else it goes on behind an `Rc` or a `Box`.

use crate::context_manager::{AsyncContextManager, ContextManager};

/// Finds a [`ContextManager`].
pub trait Managed {
    /// What borrows the manager.
    type Manager;
    /// Borrows the manager.
    fn __with(self) -> Self::Manager;
}

/// Finds an [`AsyncContextManager`].
pub trait AsyncManaged {
    /// What borrows the manager.
    type Manager;
    /// Borrows the manager.
    fn __async_with(self) -> Self::Manager;
}

impl<'a, M> Managed for &'a M
where
    &'a M: ContextManager,
{
    type Manager = &'a M;

    fn __with(self) -> &'a M {
        self
    }
}

impl<'a, M: ContextManager> Managed for &'a mut M {
    type Manager = &'a mut M;

    fn __with(self) -> &'a mut M {
        self
    }
}

impl<'a, M> AsyncManaged for &'a M
where
    &'a M: AsyncContextManager,
{
    type Manager = &'a M;

    fn __async_with(self) -> &'a M {
        self
    }
}

impl<'a, M: AsyncContextManager> AsyncManaged for &'a mut M {
    type Manager = &'a mut M;

    fn __async_with(self) -> &'a mut M {
        self
    }
}
