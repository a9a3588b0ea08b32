//! What leaving means at a place in a body.
//!
//! Terms: a *scope* is something that a jump can leave or reach: a loop, a labelled block, a
//! *region*, a handler. The rewriter keeps the scopes around the current expression on a stack,
//! innermost last. A region is a labelled block of ours, `'__try3: { … }`, that catches
//! exceptions; one with [`Catch::All`] catches every other way out too, because something must
//! run between the jump and its target: `finally`, or a context manager's exit.
//!
//! Rules:
//! 1. An exception goes to the innermost region, or leaves the function.
//! 2. `return`, `break` and `continue` go to their target as they stand, unless a region with
//!    [`Catch::All`] is in between. That region gets them as an `Exit` of the runtime, and carries them
//!    out behind itself, where this rule applies again.
//! 3. A `break` or `continue` without a label cannot be inside a labelled block (E0695): if it
//!    leaves one of ours, the loop gets a label. If the loop is outside of the macro call and so
//!    out of reach, the whole call becomes a region that carries them out.
//! 4. An exception raised inside a handler is chained to the one being handled, by the innermost
//!    handler or `finally` around it, when it is raised: as CPython does.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::Lifetime;

use crate::emit::{self, Emit};

/// Something that a jump can leave or reach.
pub(crate) enum Scope {
    /// A loop.
    Loop(Loop),
    /// A labelled block of the user's, or of ours: one that needs nothing done on the way out.
    Block(Option<Lifetime>),
    /// A labelled block of ours that catches.
    Region(Region),
    /// A handler. The variable holds the exception being handled.
    Handler(Ident),
    /// A `finally` block, or a manager's exit. The variable holds the `Exit` that led here.
    Finally(Ident),
}

/// A loop of the user's.
pub(crate) struct Loop {
    /// Its label: the user's, or one that a jump needed.
    pub(crate) label: Option<Lifetime>,
    /// Where `break` goes instead, for a loop with an `else` block.
    pub(crate) done: Option<Lifetime>,
}

/// A labelled block that catches.
pub(crate) struct Region {
    /// The block's label.
    pub(crate) label: Lifetime,
    /// What it catches.
    pub(crate) catch: Catch,
    /// Whether an exception ends here, and where the first one comes from.
    pub(crate) raises: Option<Span>,
    /// Whether a `return` ends here, to be carried out behind.
    pub(crate) returns: bool,
    /// The jumps that end here, to be carried out behind.
    pub(crate) jumps: Vec<Jump>,
}

impl Region {
    pub(crate) fn new(label: Lifetime, catch: Catch) -> Self {
        Self { label, catch, raises: None, returns: false, jumps: Vec::new() }
    }
}

/// What a region catches, and as what.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Catch {
    /// Exceptions, as themselves.
    Raise,
    /// Exceptions, as `Err`.
    Result,
    /// Exceptions, as `Exit`; other ways out are errors: the body of an `except*`.
    Star,
    /// Every way out, as `Exit`.
    All,
    /// Jumps to loops outside of the macro call, as `Exit`.
    Jumps,
}

/// A `break` or `continue`.
#[derive(Clone)]
pub(crate) struct Jump {
    /// The keyword, with the user's span.
    pub(crate) keyword: Ident,
    /// The user's label.
    pub(crate) label: Option<Lifetime>,
    /// Whether it carries a value.
    pub(crate) value: bool,
}

impl Jump {
    fn is_continue(&self) -> bool {
        self.keyword == "continue"
    }

    fn same(&self, other: &Jump) -> bool {
        let Jump { keyword, label, value } = other;
        self.keyword == *keyword && self.label == *label && self.value == *value
    }
}

/// Where a jump goes.
pub(crate) enum Target {
    /// To its target as it stands.
    Direct,
    /// To the loop at this index of the stack, which must be named.
    Named(usize),
    /// To the region at this index of the stack.
    Region(usize),
    /// Out of an `except*`, which is an error.
    Star,
    /// To a loop or a label that is not there.
    Nowhere,
}

/// Finds where `jump` goes. `closed` if no loop can be outside of the stack.
pub(crate) fn resolve(scopes: &[Scope], jump: &Jump, closed: bool) -> Target {
    let mut crossed = false;
    for (index, scope) in scopes.iter().enumerate().rev() {
        match scope {
            Scope::Loop(Loop { label, done }) => {
                if jump.label.is_none() {
                    let rerouted = done.is_some() && !jump.is_continue();
                    return if crossed || rerouted { Target::Named(index) } else { Target::Direct };
                }
                if jump.label == *label {
                    let rerouted = done.is_some() && !jump.is_continue();
                    return if rerouted { Target::Named(index) } else { Target::Direct };
                }
            }
            Scope::Block(Some(label)) if jump.label.as_ref() == Some(label) => {
                return Target::Direct;
            }
            Scope::Block(_) => crossed = true,
            Scope::Region(region) => match region.catch {
                Catch::All => return Target::Region(index),
                Catch::Star => return Target::Star,
                Catch::Jumps if jump.label.is_none() => return Target::Region(index),
                Catch::Raise | Catch::Result | Catch::Jumps => crossed = true,
            },
            Scope::Handler(_) | Scope::Finally(_) => {}
        }
    }
    if closed { Target::Nowhere } else { Target::Direct }
}

impl Region {
    /// Registers `jump` and gives its number.
    pub(crate) fn jump(&mut self, jump: Jump) -> usize {
        if let Some(index) = self.jumps.iter().position(|known| known.same(&jump)) {
            return index;
        }
        self.jumps.push(jump);
        self.jumps.len() - 1
    }

    /// The type of the variable that holds the exit. Ways out that do not occur have no value.
    pub(crate) fn exit_type(&self, emit: &Emit, span: Span) -> TokenStream {
        let (exit, never) = (emit.item("Exit", span), emit.item("Never", span));
        let exception =
            if self.raises.is_some() { emit.item("Exception", span) } else { never.clone() };
        let either = emit.item("Either", span);
        let span = emit::at(span);
        let returned = if self.returns { quote_spanned!(span=> _) } else { never.clone() };
        let jumped =
            self.jumps.iter().fold(never, |rest, _| quote_spanned!(span=> #either<_, #rest>));
        quote_spanned!(span=> #exit<_, #returned, #jumped, #exception>)
    }
}

/// `value` as the n-th of the nested `Either`s.
pub(crate) fn nth(emit: &Emit, n: usize, value: &TokenStream, span: Span) -> TokenStream {
    let either = emit.item("Either", span);
    let span = emit::at(span);
    let first = quote_spanned!(span=> #either::First(#value));
    (0..n).fold(first, |inner, _| quote_spanned!(span=> #either::Other(#inner)))
}
