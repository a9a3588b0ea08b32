//! Reads `attempt!`, including the spellings of other languages, only to answer them.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Block, Expr, Ident, Token, Type, token};

use super::ast::{Attempt, Clause, Form, Handler};
use crate::diag::{Errors, text};

/// Words that other languages use for `except`.
const CATCH: &[&str] = &["catch", "rescue", "on", "Except", "expect", "exept"];

/// Reads the arguments of `attempt!`. `None` if nothing could be made of them.
pub(super) fn parse(tokens: TokenStream, span: Span, errors: &mut Errors) -> Option<Form> {
    if tokens.is_empty() {
        errors.push_at(span, text::EXPECTED_TRY);
        return None;
    }
    let mut found = None;
    let parser = |input: ParseStream<'_>| {
        found = form(input, errors)?;
        Ok(())
    };
    if let Err(error) = parser.parse2(tokens.clone()) {
        errors.push_parse_error(error, &tokens);
    }
    found
}

fn form(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Option<Form>> {
    if input.peek(Token![try]) {
        return statement(input, errors);
    }
    if is_word(input, &["except", "finally"]) && input.peek2(token::Brace) {
        errors.push(input.call(Ident::parse_any)?, text::EXCEPT_WITHOUT_TRY);
        skip(input)?;
        return Ok(None);
    }
    if is_word(input, &["except"]) && !input.peek2(Token![.]) && !input.peek2(token::Paren) {
        errors.push(input.call(Ident::parse_any)?, text::EXCEPT_WITHOUT_TRY);
        skip(input)?;
        return Ok(None);
    }
    let expr: Expr = input.parse()?;
    if !input.is_empty() {
        errors.push_at(input.span(), text::EXPECTED_TRY);
        skip(input)?;
        return Ok(None);
    }
    Ok(Some(Form::Expression(Box::new(expr))))
}

fn statement(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Option<Form>> {
    let try_token: Token![try] = input.parse()?;
    let Some(body) = block(input, try_token.span, errors)? else {
        skip(input)?;
        return Ok(None);
    };
    let mut attempt = Attempt {
        try_span: try_token.span,
        body,
        handlers: Vec::new(),
        otherwise: None,
        finally: None,
    };
    let before = errors.len();
    while !input.is_empty() {
        clause(input, &mut attempt, errors)?;
    }
    let nothing = attempt.handlers.is_empty() && attempt.finally.is_none();
    if nothing && attempt.otherwise.is_none() && errors.len() == before {
        errors.push_at(attempt.try_span, text::TRY_ALONE);
    }
    Ok(Some(Form::Statement(attempt)))
}

/// Reads one clause into `attempt`, or reports and skips what is none.
fn clause(input: ParseStream<'_>, attempt: &mut Attempt, errors: &mut Errors) -> syn::Result<()> {
    let Attempt { try_span: _, body: _, handlers, otherwise, finally } = attempt;
    if input.peek(Token![else]) {
        let span = input.parse::<Token![else]>()?.span;
        if input.peek(Token![if]) {
            errors.push(input.parse::<Token![if]>()?, text::ELSE_IF);
            return to_next_clause(input);
        }
        let Some(body) = block(input, span, errors)? else {
            return Ok(());
        };
        if finally.is_some() {
            errors.push_at(span, text::AFTER_FINALLY);
        } else if otherwise.is_some() {
            errors.push_at(span, text::TWO_ELSE);
        } else {
            *otherwise = Some(Clause { span, body });
        }
        return Ok(());
    }
    if is_word(input, &["except"]) || is_word(input, CATCH) {
        let word = input.call(Ident::parse_any)?;
        let known = errors.len();
        if word != "except" {
            errors.push(&word, text::CATCH);
            if input.peek(token::Paren) {
                return to_next_clause(input); // `catch (SomeError e)`, a head of another language
            }
        }
        let Some(handler) = handler(input, &word, errors)? else {
            return Ok(());
        };
        if errors.len() > known {
            // One mistake in this clause is enough.
        } else if finally.is_some() {
            errors.push_at(word.span(), text::AFTER_FINALLY);
        } else if otherwise.is_some() {
            errors.push_at(word.span(), text::AFTER_ELSE);
        }
        handlers.push(handler);
        return Ok(());
    }
    if is_word(input, &["finally"]) {
        let span = input.call(Ident::parse_any)?.span();
        let Some(body) = block(input, span, errors)? else {
            return Ok(());
        };
        if finally.is_some() {
            errors.push_at(span, text::AFTER_FINALLY);
        } else {
            *finally = Some(Clause { span, body });
        }
        return Ok(());
    }
    let text = if is_word(input, &["elif", "elseif", "elsif"]) {
        text::ELIF
    } else {
        text::EXPECTED_CLAUSE
    };
    errors.push(input.parse::<TokenTree>()?, text);
    to_next_clause(input)
}

/// Reads what follows `except`.
fn handler(
    input: ParseStream<'_>,
    word: &Ident,
    errors: &mut Errors,
) -> syn::Result<Option<Handler>> {
    let star = input.parse::<Option<Token![*]>>()?.map(|star| star.span);
    let known = errors.len();
    let mut classes = Vec::new();
    let mut tuple = false;
    let mut name = None;
    if !input.peek(token::Brace) {
        let ahead = input.fork();
        if ahead.parse::<Type>().is_err() {
            errors.push(input.parse::<TokenTree>()?, text::EXPECTED_CLASS);
            to_block(input)?;
        } else {
            match input.parse::<Type>()? {
                Type::Tuple(inner) => {
                    tuple = true;
                    if inner.elems.is_empty() {
                        errors.push(&inner, text::NO_CLASS);
                    }
                    classes.extend(inner.elems);
                }
                Type::Paren(inner) => {
                    tuple = true;
                    classes.push(*inner.elem);
                }
                Type::Path(inner) => classes.push(Type::Path(inner)),
                other => errors.push(other, text::EXPECTED_CLASS),
            }
        }
        if let Some(as_token) = input.parse::<Option<Token![as]>>()? {
            if input.peek(Token![_]) {
                input.parse::<Token![_]>()?;
            } else if input.peek(Ident) {
                name = Some(input.parse::<Ident>()?);
            } else {
                if input.is_empty() || input.peek(token::Brace) {
                    errors.push(as_token, text::EXPECTED_NAME);
                } else {
                    errors.push(input.parse::<TokenTree>()?, text::EXPECTED_NAME);
                }
                to_block(input)?;
            }
        }
        if !input.peek(token::Brace) && !input.is_empty() && errors.len() == known {
            let old = input.peek(Token![,]) || input.peek(Ident) || input.peek(Token![|]);
            let text = if old { text::OLD_EXCEPT } else { text::EXPECTED_BLOCK };
            errors.push(input.parse::<TokenTree>()?, text);
            to_block(input)?;
        }
    }
    let recorded = errors.len() > known;
    if recorded && !input.peek(token::Brace) {
        return Ok(None);
    }
    let Some(body) = block(input, word.span(), errors)? else {
        return Ok(None);
    };
    let handler = Handler { span: word.span(), star, classes, tuple, name, body };
    // A handler whose head is wrong would say nothing true of what it catches.
    Ok((!recorded).then_some(handler))
}

/// Reads `{ … }`, or reports that it is missing.
fn block(input: ParseStream<'_>, after: Span, errors: &mut Errors) -> syn::Result<Option<Block>> {
    if input.peek(token::Brace) {
        return input.parse().map(Some);
    }
    let span = if input.is_empty() { after } else { input.span() };
    errors.push_at(span, text::EXPECTED_BLOCK);
    if input.peek(Token![:]) && input.peek2(token::Brace) {
        input.parse::<Token![:]>()?;
        return input.parse().map(Some);
    }
    to_next_clause(input)?;
    Ok(None)
}

/// Whether the next token is one of `words`.
fn is_word(input: ParseStream<'_>, words: &[&str]) -> bool {
    input.fork().call(Ident::parse_any).is_ok_and(|ident| words.iter().any(|word| ident == word))
}

/// Skips to the next `{`.
fn to_block(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() && !input.peek(token::Brace) {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}

/// Skips behind the next block.
fn to_next_clause(input: ParseStream<'_>) -> syn::Result<()> {
    to_block(input)?;
    if input.peek(token::Brace) {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}

fn skip(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proc_macro2::Span;
    use quote::quote;

    use super::super::ast::{Attempt, Form};
    use super::super::check::check;
    use super::parse;
    use crate::diag::Errors;

    fn parsed(tokens: proc_macro2::TokenStream) -> (Option<Attempt>, Vec<String>) {
        let mut errors = Errors::default();
        let form = parse(tokens, Span::call_site(), &mut errors);
        let attempt = match form {
            Some(Form::Statement(attempt)) => Some(check(attempt, &mut errors)),
            Some(Form::Expression(_)) | None => None,
        };
        let first = |text: String| text.lines().next().unwrap_or_default().to_owned();
        (attempt, errors.texts().into_iter().map(first).collect())
    }

    #[test]
    fn all_clauses() {
        let (attempt, errors) = parsed(quote! {
            try { a }
            except ValueError as e { b }
            except (KeyError, io::Error) { c }
            except { d }
            else { e }
            finally { f }
        });
        let attempt = attempt.unwrap();
        assert!(errors.is_empty());
        let shape: Vec<_> = attempt
            .handlers
            .iter()
            .map(|handler| (handler.classes.len(), handler.tuple, handler.name.is_some()))
            .collect();
        assert_eq!(shape, [(1, false, true), (2, true, false), (0, false, false)]);
        assert!(attempt.otherwise.is_some() && attempt.finally.is_some());
    }

    #[test]
    fn the_expression_form_is_anything_else() {
        let form = |tokens| parse(tokens, Span::call_site(), &mut Errors::default());
        assert!(matches!(form(quote!(x.await)), Some(Form::Expression(_))));
        assert!(matches!(form(quote!(except(1))), Some(Form::Expression(_))));
        assert!(matches!(
            form(quote!({
                x;
                y
            })),
            Some(Form::Expression(_))
        ));
    }

    #[test]
    fn every_mistake_is_one_error() {
        let (attempt, errors) = parsed(quote! {
            try { a }
            catch ValueError { b }
            except { c }
            except KeyError, e { d }
            else if x { e }
            elif y { f }
            finally { g }
            else { h }
        });
        assert_eq!(
            errors,
            [
                "expected `except`",
                "expected `as`",
                "`try` has no `else if`",
                "`try` has no `elif`",
                "`finally` comes last",
            ]
        );
        assert!(attempt.is_some());
    }

    #[test]
    fn kinds_of_handlers_do_not_mix() {
        let (attempt, errors) = parsed(quote!(try {} except* A {} except B {} except* {}));
        assert_eq!(attempt.unwrap().handlers.len(), 1);
        assert_eq!(
            errors,
            ["one `try` cannot have both `except` and `except*`", "`except*` needs a class"]
        );
    }
}
