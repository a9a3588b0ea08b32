//! `gather!`: a tuple of results, or a list of them for `*iterable`.
//!
//! | Written | Printed |
//! | --- | --- |
//! | `gather!(a, b)` | `gather_tuple((awaitable(a), awaitable(b)))` |
//! | `gather!(*many)` | `gather_iter(many)` |
//! | `gather!(a, *many)` | `Splat::new().one(a).many(many).gather()` |
//! | with `return_exceptions = True` | `gather_tuple_exceptions`, `gather_iter_exceptions`, `.gather_exceptions()` |

use proc_macro2::{Span, TokenStream};
use syn::{Expr, Lit};

use crate::diag::{Errors, text};
use crate::emit::Emit;
use crate::keywords::{self, Argument, Arguments};

/// How many awaitables may have types of their own.
const TUPLE: usize = 12;

/// Expands the arguments of `gather!`.
pub(crate) fn expand(emit: &Emit, tokens: TokenStream, span: Span) -> TokenStream {
    let mut errors = Errors::default();
    let mut arguments = keywords::parse(tokens, "gather", &["return_exceptions"], &mut errors);
    let exceptions = match arguments.take("return_exceptions") {
        None => false,
        Some((keyword, value)) => literal_bool(&value).unwrap_or_else(|| {
            match value {
                // A value in parentheses may be what an attribute made of an `.await`.
                Expr::Paren(_) | Expr::Binary(_) => errors.push(keyword, text::LITERAL_BOOL),
                value => errors.push(value, text::LITERAL_BOOL),
            }
            false
        }),
    };
    let Arguments { positional, keywords: _ } = arguments;
    let splats = positional.iter().filter(|argument| argument.splat.is_some()).count();
    if splats == 0
        && let Some(extra) = positional.get(TUPLE)
    {
        errors.push(&extra.expr, text::GATHER_TOO_MANY);
    }
    if !errors.is_empty() {
        return errors.block();
    }
    if splats == 0 {
        let items: Vec<_> = positional.into_iter().map(|argument| argument.expr).collect();
        emit.gather_tuple(&items, exceptions, span)
    } else if let [Argument { splat: _, expr }] = positional.as_slice() {
        emit.gather_iter(expr, exceptions, span)
    } else {
        let step = |Argument { splat, expr }: &Argument| emit.splat_step(expr, splat.is_some());
        let steps = positional.iter().map(step);
        emit.gather_splat(steps.collect(), exceptions, span)
    }
}

/// `true`, `True`, `false` or `False`.
fn literal_bool(value: &Expr) -> Option<bool> {
    match value {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Bool(literal) => Some(literal.value),
            _ => None,
        },
        Expr::Path(path) if path.path.is_ident("True") => Some(true),
        Expr::Path(path) if path.path.is_ident("False") => Some(false),
        _ => None,
    }
}
