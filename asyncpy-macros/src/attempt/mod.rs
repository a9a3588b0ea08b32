//! `attempt!`: `try`, `except`, `else`, `finally`.
//!
//! `parse` turns the tokens into [`ast::Attempt`] or an expression, `check` finds what Python
//! would not accept, `lower` prints labelled blocks. Lowering cannot fail, and works on whatever
//! `check` left, so that errors inside the blocks are found in the same run.

mod ast;
mod check;
mod lower;
mod parse;
mod star;

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use crate::diag::Errors;
use crate::emit;
use crate::rewrite::Rewriter;

/// Lowers the arguments of `attempt!`.
pub(crate) fn lower(rewriter: &mut Rewriter<'_>, tokens: TokenStream, span: Span) -> TokenStream {
    let mut errors = Errors::default();
    let Some(form) = parse::parse(tokens, span, &mut errors) else {
        return errors.block();
    };
    let lowered = match form {
        ast::Form::Expression(expr) => lower::expression(rewriter, *expr, span),
        ast::Form::Statement(attempt) => {
            let attempt = check::check(attempt, &mut errors);
            lower::statement(rewriter, attempt)
        }
    };
    if errors.is_empty() {
        return lowered;
    }
    let errors = errors.statements();
    let span = emit::at(span);
    quote_spanned!(span=> { #errors #lowered })
}
