//! `#[asyncio::coroutine]` and `coroutine!`.
//!
//! `parse` reads the signature and keeps the body as raw tokens; `check` finds what a coroutine
//! cannot be and takes it out; `expand` rewrites the body and prints the function. Whatever is
//! wrong, a function of the same name, visibility, generics and arguments is printed, so that its
//! callers are not wrong too.

pub(crate) mod boxed;
pub(crate) mod check;
pub(crate) mod expand;
pub(crate) mod parse;

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Block;
use syn::parse::Parser;

use crate::diag::Errors;
use crate::emit::{self, CoroutineParts, Emit};
use crate::options;
use crate::rewrite::Rewriter;

/// Expands the attribute.
pub(crate) fn attribute(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let options = options::parse(args, &["boxed", "crate", "leave"], &mut errors);
    let Some(function) = parse::parse(item.clone(), &mut errors) else {
        let errors = errors.statements();
        return quote!(#errors #item);
    };
    let function = check::check(function, &options, &mut errors);
    let emit = Emit::new(options.krate.clone());
    let function = expand::function(&emit, function, &options);
    let errors = errors.statements();
    quote!(#errors #function)
}

/// Expands `coroutine! { … }`, which always moves what it captures.
pub(crate) fn block(emit: &Emit, tokens: TokenStream, span: Span) -> TokenStream {
    let stmts = match Block::parse_within.parse2(tokens) {
        Ok(stmts) => stmts,
        Err(error) => {
            let mut errors = Errors::default();
            errors.push_error(error);
            return errors.block();
        }
    };
    let at = emit::at(span);
    let body = Rewriter::coroutine(emit, None, &[]).statements(stmts, span);
    let frame = emit.frame("<coroutine>", span);
    let coroutine = emit.coroutine(CoroutineParts {
        rebind: &TokenStream::new(),
        output: None,
        body: &body,
        boxed: false,
        span,
    });
    quote_spanned!(at=> { #frame #coroutine })
}
