//! `async_for!`: `{ pattern in iterable { body } else { … } }`.
//!
//! ```text
//! '__done1: {                                                    // only with `else`
//!     let mut __iterator1 = (iterable).__aiter();
//!     'label: loop {
//!         let pattern = match next_item(__iterator1.__anext__().await) {
//!             Ok(Some(item)) => item, Ok(None) => break, Err(e) => leave,
//!         };
//!         { body }                                               // `break` is `break '__done1`
//!     }
//!     { else }
//! }
//! ```

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::parse::{ParseStream, Parser};
use syn::spanned::Spanned;
use syn::{Block, Expr, Lifetime, Pat, Token, token};

use crate::diag::{Errors, text};
use crate::emit;
use crate::rewrite::scope::{Loop, Scope};
use crate::rewrite::{Rewriter, blamed, labelled};

/// The arguments of `async_for!`.
struct For {
    label: Option<Lifetime>,
    pattern: Pat,
    iterable: Expr,
    body: Block,
    otherwise: Option<Block>,
}

/// Lowers the arguments of `async_for!`.
pub(crate) fn lower(rewriter: &mut Rewriter<'_>, tokens: TokenStream, span: Span) -> TokenStream {
    let mut errors = Errors::default();
    let last = tokens.clone().into_iter().last().map_or(span, |token| token.span());
    let mut found = None;
    let parser = |input: ParseStream<'_>| {
        found = parse(input, last, &mut errors)?;
        input.parse::<TokenStream>()?;
        Ok(())
    };
    if let Err(error) = parser.parse2(tokens.clone()) {
        errors.push_parse_error(error, &tokens);
    }
    match found {
        Some(found) if errors.is_empty() => print(rewriter, found),
        _ => errors.block(),
    }
}

fn parse(input: ParseStream<'_>, last: Span, errors: &mut Errors) -> syn::Result<Option<For>> {
    let label = if input.peek(Lifetime) {
        let label = input.parse()?;
        input.parse::<Token![:]>()?;
        Some(label)
    } else {
        None
    };
    if input.is_empty() {
        errors.push_at(last, text::FOR_SYNTAX);
        return Ok(None);
    }
    let pattern = Pat::parse_multi_with_leading_vert(input)?;
    if !input.peek(Token![in]) {
        errors.push_at(if input.is_empty() { last } else { input.span() }, text::FOR_IN);
        return Ok(None);
    }
    let in_token = input.parse::<Token![in]>()?;
    if input.is_empty() {
        errors.push(in_token, text::FOR_NOTHING);
        return Ok(None);
    }
    let iterable = Expr::parse_without_eager_brace(input)?;
    if !input.peek(token::Brace) {
        if matches!(&iterable, Expr::Block(_)) {
            errors.push(in_token, text::FOR_NOTHING); // the block is the body
        } else {
            errors.push_at(if input.is_empty() { last } else { input.span() }, text::FOR_BODY);
        }
        return Ok(None);
    }
    let body = input.parse()?;
    let otherwise = if input.peek(Token![else]) && input.peek2(token::Brace) {
        input.parse::<Token![else]>()?;
        Some(input.parse()?)
    } else {
        None
    };
    if !input.is_empty() {
        errors.push(input.parse::<TokenTree>()?, text::FOR_AFTER_BODY);
        return Ok(None);
    }
    Ok(Some(For { label, pattern, iterable, body, otherwise }))
}

fn print(rewriter: &mut Rewriter<'_>, parts: For) -> TokenStream {
    let For { label, pattern, iterable, body, otherwise } = parts;
    let span = iterable.span();
    let line = emit::line_of(blamed(&iterable));
    let number = rewriter.number();
    let iterator = emit::local(&format!("__iterator{number}"), span);
    let done = otherwise.is_some().then(|| emit::label(&format!("'__done{number}"), span));
    let end = emit::label(&format!("'__end{number}"), span);
    let at = emit::at(span);

    let iterable = rewriter.operand(iterable);
    let [make, step, item] =
        ["Iterate", "AsyncIterator", "next_item"].map(|name| rewriter.emit.item(name, span));
    let outer = done.is_some().then_some(Scope::Block(None));
    let inside = |rewriter: &mut Rewriter<'_>| {
        let next = quote_spanned!(at=> #step::__anext__(&mut #iterator));
        let next = rewriter.awaited(&next, line, span);
        let leave = rewriter.raise_error(line, span);
        let scope = Scope::Loop(Loop { label, done: done.clone() });
        let (body, scope) = rewriter.scoped(scope, |rewriter| rewriter.block(body));
        let label = match scope {
            Some(Scope::Loop(Loop { label, .. })) => label,
            _ => None,
        };
        let label = label.unwrap_or_else(|| end.clone());
        let labelled = labelled(Some(&label));
        let head = quote_spanned! {at=>
            let #pattern = match #item(#next) {
                ::core::result::Result::Ok(::core::option::Option::Some(__value)) => __value,
                ::core::result::Result::Ok(::core::option::Option::None) => break #label,
                ::core::result::Result::Err(__error) => #leave,
            };
        };
        let otherwise = otherwise.map(|block| rewriter.block(block));
        quote_spanned! {at=>
            use #make as _;
            let mut #iterator = (#iterable).__aiter();
            #labelled loop { #head #body }
            #otherwise
        }
    };
    let lowered = match outer {
        Some(scope) => rewriter.scoped(scope, inside).0,
        None => inside(rewriter),
    };
    let lowered = emit::braces(lowered, span);
    let done = labelled(done.as_ref());
    quote!(#done #lowered)
}
