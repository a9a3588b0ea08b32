//! The options of attributes: `#[asyncio::coroutine(boxed, crate = path, leave = "stream")]`.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::quote;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{LitBool, LitStr, Path, Token, Type};

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
    /// `send = type`: what can be sent into the generator.
    pub(crate) send: Option<Type>,
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
        send: None,
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
        "crate" => {
            if let Some(path) = value::<Path>(input, &name, text::CRATE_PATH, errors)? {
                options.krate = quote!(#path);
                options.krate_given = true;
            }
        }
        "leave" => {
            if let Some(names) = value::<LitStr>(input, &name, text::LEAVE_NAMES, errors)? {
                let names = names.value();
                options.leave.extend(names.split(',').map(|name| name.trim().to_owned()));
            }
        }
        "send" => options.send = value::<Type>(input, &name, text::SEND_TYPE, errors)?,
        "virtual_time" => {
            if let Some(given) = value::<LitBool>(input, &name, text::TRUE_OR_FALSE, errors)? {
                options.virtual_time = given.value;
            }
        }
        _ => {}
    }
    seen.push(text);
    if !input.is_empty() && !input.peek(Token![,]) {
        errors.push(input.parse::<TokenTree>()?, text::OPTION_COMMA);
    }
    skip(input)
}

/// `= value`. Anything else is blamed, or the option's name if there is nothing.
fn value<T: Parse>(
    input: ParseStream<'_>,
    name: &Ident,
    expected: &str,
    errors: &mut Errors,
) -> syn::Result<Option<T>> {
    let equals = input.parse::<Token![=]>().is_ok();
    if equals && input.fork().parse::<T>().is_ok() {
        return input.parse().map(Some);
    }
    if equals && !input.is_empty() && !input.peek(Token![,]) {
        errors.push(input.parse::<TokenTree>()?, expected);
    } else {
        errors.push(name, expected);
    }
    skip(input)?;
    Ok(None)
}

/// Skips to the next comma.
fn skip(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::parse;
    use crate::diag::Errors;

    #[test]
    fn options_of_all_kinds() {
        let mut errors = Errors::default();
        let known = ["boxed", "crate", "leave"];
        let tokens = quote!(boxed, crate = a::b, leave = "c, d");
        let options = parse(tokens, &known, &mut errors);
        assert!(errors.is_empty());
        assert!(options.boxed && options.krate_given);
        assert_eq!(options.krate.to_string(), "a :: b");
        assert_eq!(options.leave, ["c", "d"]);
    }

    #[test]
    fn every_mistake_is_one_error() {
        let mut errors = Errors::default();
        let tokens = quote!(boxed, boxed, crate = 5, leave, box = 1, virtual_time = false);
        parse(tokens, &["boxed", "crate", "leave"], &mut errors);
        assert_eq!(errors.len(), 5);
    }
}
