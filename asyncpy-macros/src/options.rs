//! The options of attributes: `#[asyncio::coroutine(boxed, crate = path, leave = "stream")]`.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{LitBool, LitStr, Path, Token};

use crate::diag::{Errors, text};

/// What an attribute was told.
pub(crate) struct Options {
    /// `boxed`: the future is boxed, for recursion and `dyn`.
    pub(crate) boxed: bool,
    /// `crate = path`: where the facade is.
    pub(crate) krate: TokenStream,
    /// Whether `crate` was given.
    pub(crate) krate_given: bool,
    /// `leave = "a, b"`: macros to leave alone.
    pub(crate) leave: Vec<String>,
    /// `virtual_time = false`: the test runs on the real clock.
    pub(crate) virtual_time: bool,
}

/// Reads the options of an attribute that knows those in `known`.
pub(crate) fn parse(tokens: TokenStream, known: &[&str], errors: &mut Errors) -> Options {
    let mut options = Options {
        boxed: false,
        krate: quote!(::asyncpy),
        krate_given: false,
        leave: Vec::new(),
        virtual_time: true,
    };
    let mut seen: Vec<String> = Vec::new();
    let parser = |input: ParseStream<'_>| {
        while !input.is_empty() {
            option(input, known, &mut seen, &mut options, errors)?;
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(())
    };
    if let Err(error) = parser.parse2(tokens) {
        errors.push_error(error);
    }
    options
}

fn option(
    input: ParseStream<'_>,
    known: &[&str],
    seen: &mut Vec<String>,
    options: &mut Options,
    errors: &mut Errors,
) -> syn::Result<()> {
    let name = input.call(Ident::parse_any)?;
    let text = name.to_string();
    if !known.contains(&text.as_str()) {
        errors.push(&name, text::unknown_option(&text, known));
        return skip(input);
    }
    if seen.contains(&text) {
        errors.push(&name, text::repeated_option(&text));
        return skip(input);
    }
    match text.as_str() {
        "boxed" => options.boxed = true,
        "crate" => match value::<Path>(input) {
            Some(path) => {
                options.krate = quote!(#path);
                options.krate_given = true;
            }
            None => errors.push(&name, text::CRATE_PATH),
        },
        "leave" => match value::<LitStr>(input) {
            Some(names) => {
                let names = names.value();
                options.leave.extend(names.split(',').map(|name| name.trim().to_owned()));
            }
            None => errors.push(&name, text::LEAVE_NAMES),
        },
        "virtual_time" => match value::<LitBool>(input) {
            Some(given) => options.virtual_time = given.value,
            None => errors.push(&name, text::TRUE_OR_FALSE),
        },
        _ => {}
    }
    seen.push(text);
    skip(input)
}

/// `= value`, or nothing if there is anything else.
fn value<T: Parse>(input: ParseStream<'_>) -> Option<T> {
    input.parse::<Token![=]>().ok()?;
    input.parse().ok()
}

/// Skips to the next comma.
fn skip(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<proc_macro2::TokenTree>()?;
    }
    Ok(())
}
