//! Python's call arguments: `f(a, *b, name = c)`.
//!
//! One reader for all macros that look like a call of asyncio. Keywords are asyncio's names, so
//! they may be keywords of Rust: `loop = my_loop`.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Expr, Token};

use crate::diag::{Errors, last_span, text};

/// The arguments of one call.
#[derive(Default)]
pub(crate) struct Arguments {
    pub(crate) positional: Vec<Argument>,
    pub(crate) keywords: Vec<(Ident, Expr)>,
}

/// A positional argument.
pub(crate) struct Argument {
    /// The star of `*iterable`.
    pub(crate) splat: Option<Span>,
    pub(crate) expr: Expr,
}

impl Arguments {
    /// Takes a keyword and its value out.
    pub(crate) fn take(&mut self, name: &str) -> Option<(Ident, Expr)> {
        let index = self.keywords.iter().position(|(keyword, _)| keyword == name)?;
        Some(self.keywords.remove(index))
    }
}

/// Reads the arguments of `macro_name!`, which has the keywords `known`.
pub(crate) fn parse(
    tokens: TokenStream,
    macro_name: &str,
    known: &[&str],
    errors: &mut Errors,
) -> Arguments {
    let last = last_span(&tokens);
    let mut arguments = Arguments::default();
    let parser = |input: ParseStream<'_>| {
        while !input.is_empty() {
            argument(input, macro_name, known, &mut arguments, errors)?;
            if input.is_empty() {
                break;
            }
            if !input.peek(Token![,]) {
                errors.push(input.parse::<TokenTree>()?, text::EXPECTED_COMMA);
                // What stands before is perhaps half of something, and not to be blamed again.
                arguments.positional.pop();
                skip(input)?;
            }
            input.parse::<Option<Token![,]>>()?;
        }
        Ok(())
    };
    if let Err(error) = parser.parse2(tokens) {
        errors.push_parse_error(error, last);
    }
    arguments
}

fn argument(
    input: ParseStream<'_>,
    macro_name: &str,
    known: &[&str],
    arguments: &mut Arguments,
    errors: &mut Errors,
) -> syn::Result<()> {
    if is_keyword(input) {
        let name = input.call(Ident::parse_any)?;
        input.parse::<Token![=]>()?;
        let value = input.parse()?;
        let text = name.to_string();
        if !known.contains(&text.as_str()) {
            errors.push(&name, text::unknown_keyword(&text, macro_name, known));
        } else if arguments.keywords.iter().any(|(keyword, _)| *keyword == name) {
            errors.push(&name, text::repeated_keyword(&text));
        } else {
            arguments.keywords.push((name, value));
        }
        return Ok(());
    }
    if input.peek(Token![*]) && input.peek2(Token![*]) && !input.peek3(Token![*]) {
        let star = input.parse::<Token![*]>()?;
        errors.push(star, text::DOUBLE_SPLAT);
        return skip(input);
    }
    let splat = input.parse::<Option<Token![*]>>()?.map(|star| star.span);
    let expr: Expr = input.parse()?;
    if !arguments.keywords.is_empty() {
        errors.push(&expr, text::POSITIONAL_AFTER_KEYWORD);
    }
    arguments.positional.push(Argument { splat, expr });
    Ok(())
}

/// Whether `name =` follows, and not a comparison.
fn is_keyword(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    ahead.call(Ident::parse_any).is_ok()
        && ahead.peek(Token![=])
        && !ahead.peek(Token![==])
        && !ahead.peek(Token![=>])
}

/// Skips to the next comma.
fn skip(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}
