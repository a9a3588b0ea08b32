//! `#[asyncpy::module]`: makes the bare `#[coroutine]` work inside a module.
//!
//! rustc keeps the name `coroutine` for itself, wherever it is imported from. This attribute
//! stands outside and is expanded first, so it can write the path before rustc looks.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

use crate::diag::{Errors, text};
use crate::emit;
use crate::options::{self, Options};

/// Expands the attribute.
pub(crate) fn attribute(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let options = options::parse(args, &["crate"], &mut errors);
    check(item.clone(), &mut errors);
    let item = spelled_out(item, &options);
    let errors = errors.statements();
    quote!(#errors #item)
}

/// Reports an item that is no module. (One whose text is in another file is reported by rustc.)
fn check(item: TokenStream, errors: &mut Errors) {
    let mut tokens = item.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match &token {
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                tokens.next();
            }
            TokenTree::Ident(ident) if ident == "pub" => {
                tokens.next_if(|token| matches!(token, TokenTree::Group(_)));
            }
            TokenTree::Ident(ident) if ident == "mod" => return,
            token => {
                errors.push(token, text::NOT_A_MODULE);
                return;
            }
        }
    }
}

/// The same tokens, with the path in front of every bare `coroutine` attribute.
fn spelled_out(tokens: TokenStream, options: &Options) -> TokenStream {
    let mut after_hash = false;
    tokens
        .into_iter()
        .map(|token| match token {
            TokenTree::Group(group) => {
                let attribute = after_hash && group.delimiter() == Delimiter::Bracket;
                after_hash = false;
                let stream = if attribute {
                    attribute_spelled_out(group.stream(), options)
                } else {
                    spelled_out(group.stream(), options)
                };
                let mut new = Group::new(group.delimiter(), stream);
                new.set_span(group.span());
                TokenTree::Group(new)
            }
            token => {
                after_hash = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '#');
                token
            }
        })
        .collect()
}

/// `coroutine` → `::asyncpy::coroutine`, `coroutine(boxed)` → `::asyncpy::coroutine(boxed)`, and
/// `crate = path` handed on.
fn attribute_spelled_out(tokens: TokenStream, options: &Options) -> TokenStream {
    let mut rest = tokens.clone().into_iter();
    let Some(TokenTree::Ident(name)) = rest.next() else {
        return tokens;
    };
    if name != "coroutine" {
        return tokens;
    }
    let arguments = match rest.next() {
        None => TokenStream::new(),
        Some(TokenTree::Group(group)) if rest.next().is_none() => group.stream(),
        Some(_) => return tokens,
    };
    let at = emit::at(name.span());
    let krate = &options.krate;
    if options.krate_given {
        quote_spanned!(at=> #krate::#name(crate = #krate, #arguments))
    } else {
        quote_spanned!(at=> #krate::#name(#arguments))
    }
}
