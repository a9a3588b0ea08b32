//! `yield_!(value)`, which only a generator's own body understands.
//!
//! `__yielder` is the variable that the attribute gives to the body. What the await gives is what was sent; an error
//! is what was thrown, and leaves as any exception does.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::Expr;
use syn::parse::{ParseStream, Parser};

use crate::diag::{Errors, error_block, text};
use crate::emit::{self, Emit};
use crate::rewrite::Rewriter;

/// Lowers the arguments of `yield_!` in a body.
pub(crate) fn lower(
    rewriter: &mut Rewriter<'_>,
    path: &syn::Path,
    tokens: TokenStream,
    span: Span,
) -> TokenStream {
    if !rewriter.yields() {
        return error_block(path, text::YIELD_OUTSIDE);
    }
    let value = match value.parse2(tokens.clone()) {
        Ok(value) => value,
        Err(error) => {
            let mut errors = Errors::default();
            errors.push_parse_error(error, &tokens);
            return errors.block();
        }
    };
    let at = emit::at(span);
    let unit = quote_spanned!(at=> ());
    let value = value.map_or(unit, |value| rewriter.operand(value));
    let yielded = rewriter.emit.yielded(&value, span);
    let leave = rewriter.raise_error(emit::line_of(span), span);
    rewriter.emit.checked(&yielded, &leave, span)
}

/// One value, or none.
fn value(input: ParseStream<'_>) -> syn::Result<Option<Expr>> {
    if input.is_empty() {
        return Ok(None);
    }
    let value = input.parse()?;
    input.parse::<Option<syn::Token![,]>>()?;
    if input.is_empty() { Ok(Some(value)) } else { Err(input.error(text::YIELD_ONE)) }
}

/// A `yield_!` that no attribute has read.
pub(crate) fn outside(_emit: &Emit, _tokens: TokenStream, span: Span) -> TokenStream {
    let mut errors = Errors::default();
    errors.push_at(span, text::YIELD_OUTSIDE);
    errors.block()
}
