//! Python's call arguments: `f(a, *b, name = c)`.
//!
//! One reader for all macros that look like a call of asyncio. Keywords are asyncio's names, so
//! they may be keywords of Rust: `loop = my_loop`.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Expr, Token};

use crate::diag::{Errors, text};

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
    if let Err(error) = parser.parse2(tokens.clone()) {
        errors.push_parse_error(error, &tokens);
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

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::{Arguments, parse};
    use crate::diag::Errors;

    fn parsed(tokens: proc_macro2::TokenStream) -> (Arguments, Vec<String>) {
        let mut errors = Errors::default();
        let arguments = parse(tokens, "gather", &["return_exceptions", "loop"], &mut errors);
        let first = |text: String| text.lines().next().unwrap_or_default().to_owned();
        (arguments, errors.texts().into_iter().map(first).collect())
    }

    #[test]
    fn arguments_of_all_kinds() {
        let (arguments, errors) = parsed(quote!(a(), *b, loop = c, return_exceptions = d == e,));
        assert!(errors.is_empty());
        let splats: Vec<_> =
            arguments.positional.iter().map(|argument| argument.splat.is_some()).collect();
        assert_eq!(splats, [false, true]);
        let names: Vec<_> = arguments.keywords.iter().map(|(name, _)| name.to_string()).collect();
        assert_eq!(names, ["loop", "return_exceptions"]);
    }

    #[test]
    fn a_comparison_is_no_keyword() {
        let (arguments, errors) = parsed(quote!(name == 5));
        assert!(errors.is_empty());
        assert_eq!((arguments.positional.len(), arguments.keywords.len()), (1, 0));
    }

    #[test]
    fn every_mistake_is_one_error() {
        let (_, errors) = parsed(quote!(a b, nam = 1, loop = 1, loop = 2, c, **d));
        assert_eq!(
            errors,
            [
                "expected `,` between arguments",
                "`gather!` has no keyword `nam`",
                "keyword argument repeated: `loop`",
                "positional argument follows keyword argument",
                "`**` is not supported",
            ]
        );
    }
}
