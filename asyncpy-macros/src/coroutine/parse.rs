//! Reads a function: its signature as syntax, its body as raw tokens.

use proc_macro2::{Group, TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Signature, Token, Visibility, token};

use crate::diag::{Errors, text};

/// A function, method or trait method.
#[derive(Clone)]
pub(crate) struct Function {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    /// `default`, as specialisation writes it.
    pub(crate) defaultness: Option<Token![default]>,
    pub(crate) sig: Signature,
    pub(crate) body: Body,
}

/// What follows the signature.
#[derive(Clone)]
pub(crate) enum Body {
    /// `{ … }`, unread.
    Braces(Group),
    /// `;`, in a trait.
    Semi(Token![;]),
}

/// Reads a function. `None` if it is none, and the item is to be printed as it is: where the syntax of a
/// function is wrong, rustc has reported it before, and will say the same again of the same tokens, which
/// it prints once.
pub(crate) fn parse(item: TokenStream, errors: &mut Errors) -> Option<Function> {
    let function = function.parse2(item.clone()).ok();
    if function.is_none() && !looks_like_function(item.clone()) {
        errors.push(first(item), text::NOT_A_FUNCTION);
    }
    function
}

fn function(input: ParseStream<'_>) -> syn::Result<Function> {
    let attrs = input.call(Attribute::parse_outer)?;
    let vis = input.parse()?;
    let defaultness = if input.peek(Token![default]) { Some(input.parse()?) } else { None };
    let sig = input.parse()?;
    let body = if input.peek(token::Brace) {
        match input.parse()? {
            TokenTree::Group(group) => Body::Braces(group),
            other => return Err(syn::Error::new(other.span(), text::EXPECTED_BLOCK)),
        }
    } else {
        Body::Semi(input.parse()?)
    };
    if !input.is_empty() {
        return Err(input.error("unexpected token"));
    }
    Ok(Function { attrs, vis, defaultness, sig, body })
}

/// Whether `fn` is among the tokens before the first brace.
fn looks_like_function(item: TokenStream) -> bool {
    item.into_iter()
        .take_while(|token| {
            !matches!(token, TokenTree::Group(group)
                if group.delimiter() == proc_macro2::Delimiter::Brace)
        })
        .any(|token| matches!(token, TokenTree::Ident(ident) if ident == "fn"))
}

/// The first token behind attributes and visibility: `struct`, `mod`, …
fn first(item: TokenStream) -> TokenStream {
    let parser = |input: ParseStream<'_>| {
        input.call(Attribute::parse_outer)?;
        input.parse::<Visibility>()?;
        let first = input.parse::<TokenTree>()?;
        input.parse::<TokenStream>()?;
        Ok(first.into())
    };
    parser.parse2(item.clone()).unwrap_or(item)
}
