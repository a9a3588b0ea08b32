//! What `attempt!` is made of.

use proc_macro2::{Ident, Span};
use syn::{Block, Expr, Type};

/// The two forms.
pub(crate) enum Form {
    /// `attempt!(expr)`: a `Result`.
    Expression(Box<Expr>),
    /// `attempt! { try { … } … }`.
    Statement(Attempt),
}

/// A whole `try` statement. After `check`: there is a handler or `finally`, the handlers are all
/// of one kind, only the last one has no class, and `otherwise` comes with a handler.
pub(crate) struct Attempt {
    /// The keyword `try`.
    pub(crate) try_span: Span,
    pub(crate) body: Block,
    pub(crate) handlers: Vec<Handler>,
    /// The `else` block.
    pub(crate) otherwise: Option<Clause>,
    pub(crate) finally: Option<Clause>,
}

/// `except Class as name { … }`.
pub(crate) struct Handler {
    /// The keyword `except`.
    pub(crate) span: Span,
    /// The star of `except*`.
    pub(crate) star: Option<Span>,
    /// The classes; none for a bare `except`.
    pub(crate) classes: Vec<Type>,
    /// Whether the classes stand in parentheses, which makes the caught value an `Exception`.
    pub(crate) tuple: bool,
    /// The name bound; `_` is none.
    pub(crate) name: Option<Ident>,
    pub(crate) body: Block,
}

impl Handler {
    /// Whether it catches everything.
    pub(crate) fn is_bare(&self) -> bool {
        self.classes.is_empty() && !self.tuple
    }
}

/// `else { … }` or `finally { … }`.
pub(crate) struct Clause {
    /// The keyword.
    pub(crate) span: Span,
    pub(crate) body: Block,
}
