//! The arguments of other people's macros, as far as they look like expressions.
//!
//! An attribute sees `println!("{}", x.await)` as a name and bare tokens. Most macros take
//! expressions between commas, and some of the well-known ones put something in front of them.
//! This file cuts the tokens into *segments* at commas and semicolons, parses what looks like an
//! expression, rewrites it, and puts everything back together:
//!
//! | Segment | Seen in |
//! | --- | --- |
//! | `expr` | `format!`, `assert_eq!`, `vec!`, `dbg!`, `gather!(*tasks)` … |
//! | `name = expr` | `format!`, `create_task!` |
//! | `name: expr`, `a.b = %expr`, `?expr`, `%expr`, `name:? = expr` | `log`, `tracing` |
//! | `pattern if expr` | `matches!` |
//!
//! A segment that is none of these stays as it is, and must not contain anything that means
//! something else here than it would there ([`forbidden`]).

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Expr, Ident, Macro, Token};

use super::Rewriter;
use crate::diag::{error_block, text};
use crate::emit;

/// Names of ours that must not hide in tokens that cannot be read.
const OURS: &[&str] = &["attempt", "raise", "async_with", "with", "async_for", "yield_"];

/// A piece between commas or semicolons.
struct Segment {
    /// What stands in front of the expression, or the whole segment.
    raw: TokenStream,
    expr: Option<Expr>,
    separator: TokenStream,
}

/// Rewrites the arguments of `mac` in place, or gives the error to put in its place.
pub(crate) fn rewrite(rewriter: &mut Rewriter<'_>, mac: &mut Macro) -> Option<TokenStream> {
    if !interesting(mac.tokens.clone()) {
        return None;
    }
    let segments = match segments.parse2(mac.tokens.clone()) {
        Ok(segments) => segments,
        Err(_) => {
            vec![Segment { raw: mac.tokens.clone(), expr: None, separator: TokenStream::new() }]
        }
    };
    let in_region = rewriter.in_region();
    for segment in &segments {
        if let Some((token, text)) = forbidden(segment.raw.clone(), in_region) {
            let (mentioned, error) = (emit::mentioned(&mac.path), error_block(token, text));
            return Some(quote!({ #mentioned #error }));
        }
    }
    let mut tokens = TokenStream::new();
    for Segment { raw, expr, separator } in segments {
        tokens.extend(raw);
        if let Some(expr) = expr {
            tokens.extend(rewriter.expr(expr));
        }
        tokens.extend(separator);
    }
    mac.tokens = tokens;
    None
}

/// Whether anything in `tokens` may need rewriting. Most calls have nothing, and keep their tokens.
fn interesting(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => {
            ["await", "return", "break", "continue"].iter().any(|keyword| ident == keyword)
                || OURS.iter().any(|name| ident == name)
                || ["join", "try_join", "select", "select_biased"].iter().any(|name| ident == name)
        }
        TokenTree::Punct(punct) => punct.as_char() == '?',
        TokenTree::Group(group) => interesting(group.stream()),
        TokenTree::Literal(_) => false,
    })
}

/// The first token that would mean something else if it stayed as it is.
fn forbidden(tokens: TokenStream, in_region: bool) -> Option<(TokenStream, String)> {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let mut index = 0;
    while let Some(token) = tokens.get(index) {
        let before = index.checked_sub(1).and_then(|index| tokens.get(index));
        let after = tokens.get(index + 1);
        match token {
            // `async { … }` and `async move { … }` are functions of their own.
            TokenTree::Ident(ident) if ident == "async" => {
                let block = tokens[index + 1..].iter().take(2).position(braced);
                index += block.map_or(0, |offset| offset + 1);
            }
            TokenTree::Ident(ident) if ident == "await" && is_punct(before, '.') => {
                return Some((token.into_token_stream(), text::AWAIT_IN_MACRO.into()));
            }
            TokenTree::Ident(ident)
                if is_punct(after, '!') && OURS.iter().any(|name| ident == name) =>
            {
                let what = format!("`{ident}!`");
                return Some((token.into_token_stream(), text::hidden_in_macro(&what)));
            }
            TokenTree::Ident(ident) if in_region && ident == "return" => {
                return Some((token.into_token_stream(), text::hidden_in_macro("`return`")));
            }
            TokenTree::Ident(ident)
                if in_region
                    && (ident == "break" || ident == "continue")
                    && is_punct(after, '\'') =>
            {
                let what = format!("`{ident}`");
                return Some((token.into_token_stream(), text::hidden_in_macro(&what)));
            }
            TokenTree::Punct(punct)
                if in_region && punct.as_char() == '?' && before.is_some_and(ends_expression) =>
            {
                return Some((token.into_token_stream(), text::hidden_in_macro("`?`")));
            }
            TokenTree::Group(group) => {
                let found = forbidden(group.stream(), in_region);
                if found.is_some() {
                    return found;
                }
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
        index += 1;
    }
    None
}

fn braced(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}

fn is_punct(token: Option<&TokenTree>, char: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == char)
}

/// Whether an expression may end in `token`, so that a `?` behind it is the operator.
fn ends_expression(token: &TokenTree) -> bool {
    match token {
        TokenTree::Ident(_) | TokenTree::Literal(_) | TokenTree::Group(_) => true,
        TokenTree::Punct(punct) => punct.as_char() == '?',
    }
}

fn segments(input: ParseStream<'_>) -> syn::Result<Vec<Segment>> {
    let mut segments = Vec::new();
    while !input.is_empty() {
        segments.push(segment(input)?);
    }
    Ok(segments)
}

fn segment(input: ParseStream<'_>) -> syn::Result<Segment> {
    let ahead = input.fork();
    let prefix = prefix(&ahead)?;
    if let Some(expr) = whole_expr(&ahead) {
        // The fork has shown that this much parses; now consume it.
        self::prefix(input)?;
        whole_expr(input);
        return Ok(Segment { raw: prefix, expr: Some(expr), separator: separator(input)? });
    }
    let mut raw = TokenStream::new();
    while !input.is_empty() && !at_separator(input) {
        if input.peek(Token![if]) {
            raw.extend(input.parse::<Token![if]>()?.into_token_stream());
            let ahead = input.fork();
            if let Some(expr) = whole_expr(&ahead) {
                whole_expr(input);
                return Ok(Segment { raw, expr: Some(expr), separator: separator(input)? });
            }
        } else {
            raw.extend([input.parse::<TokenTree>()?]);
        }
    }
    Ok(Segment { raw, expr: None, separator: separator(input)? })
}

/// An expression that reaches to the next separator.
fn whole_expr(input: ParseStream<'_>) -> Option<Expr> {
    let expr = input.parse::<Expr>().ok()?;
    (input.is_empty() || at_separator(input)).then_some(expr)
}

fn at_separator(input: ParseStream<'_>) -> bool {
    input.peek(Token![,]) || input.peek(Token![;])
}

fn separator(input: ParseStream<'_>) -> syn::Result<TokenStream> {
    if input.is_empty() { Ok(TokenStream::new()) } else { Ok(input.parse::<TokenTree>()?.into()) }
}

/// What may stand in front of an expression.
fn prefix(input: ParseStream<'_>) -> syn::Result<TokenStream> {
    let mut tokens = TokenStream::new();
    let ahead = input.fork();
    if let Some(key) = key(&ahead)? {
        self::key(input)?;
        tokens.extend(key);
    }
    if input.peek(Token![%]) {
        tokens.extend(input.parse::<Token![%]>()?.into_token_stream());
    } else if input.peek(Token![?]) {
        tokens.extend(input.parse::<Token![?]>()?.into_token_stream());
    }
    Ok(tokens)
}

/// `name =`, `a.b =`, `"text" =`, `name: `, `name:? =`.
fn key(input: ParseStream<'_>) -> syn::Result<Option<TokenStream>> {
    let mut tokens = TokenStream::new();
    if input.peek(syn::LitStr) && input.peek2(Token![=]) {
        tokens.extend([input.parse::<TokenTree>()?]);
    } else if input.peek(Ident::peek_any) {
        tokens.extend(input.call(Ident::parse_any)?.into_token_stream());
        while input.peek(Token![.]) && input.peek2(Ident::peek_any) {
            tokens.extend(input.parse::<Token![.]>()?.into_token_stream());
            tokens.extend(input.call(Ident::parse_any)?.into_token_stream());
        }
    } else {
        return Ok(None);
    }
    if input.peek(Token![:]) && !input.peek(Token![::]) {
        let colon = input.parse::<Token![:]>()?;
        tokens.extend(quote!(#colon));
        if !(input.peek(Token![?]) || input.peek(Token![%]) || input.peek2(Token![=])) {
            return Ok(Some(tokens));
        }
        tokens.extend([input.parse::<TokenTree>()?]);
    }
    if input.peek(Token![=]) && !input.peek(Token![==]) && !input.peek(Token![=>]) {
        tokens.extend(input.parse::<Token![=]>()?.into_token_stream());
        return Ok(Some(tokens));
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;
    use quote::quote;
    use syn::parse::Parser;

    use super::{forbidden, segments};

    /// What of `tokens` was read as expressions.
    fn exprs(tokens: TokenStream) -> Vec<String> {
        let segments = segments.parse2(tokens).unwrap();
        segments.iter().flat_map(|segment| &segment.expr).map(|e| quote!(#e).to_string()).collect()
    }

    #[test]
    fn segments_of_all_kinds() {
        assert_eq!(exprs(quote!("{} {n}", a, n = b == c)), ["\"{} {n}\"", "a", "b == c"]);
        assert_eq!(exprs(quote!(a; 5)), ["a", "5"]);
        assert_eq!(
            exprs(quote!(target: "t", x.y = %a, ?b, z:? = c; "m")),
            ["\"t\"", "a", "b", "c", "\"m\""]
        );
        assert_eq!(exprs(quote!(a, Some(1..) | None if b)), ["a", "b"]);
        assert_eq!(exprs(quote!(*many, a = b => c, d)), ["* many", "d"]);
    }

    #[test]
    fn segments_keep_every_token() {
        for tokens in [quote!(a, b = ?c, => d; e.f = %g,), quote!(x if y => z), quote!(;, ;)] {
            let mut printed = TokenStream::new();
            for segment in segments.parse2(tokens.clone()).unwrap() {
                let (raw, expr, separator) = (segment.raw, segment.expr, segment.separator);
                printed.extend(quote!(#raw #expr #separator));
            }
            assert_eq!(printed.to_string(), tokens.to_string());
        }
    }

    #[test]
    fn forbidden_tokens() {
        let found =
            |tokens, in_region| forbidden(tokens, in_region).map(|(token, _)| token.to_string());
        assert_eq!(found(quote!(=> { a.await }), false).unwrap(), "await");
        assert_eq!(found(quote!(raise!(a)), false).unwrap(), "raise");
        assert_eq!(found(quote!(async move { a.await } await), false), None);
        assert_eq!(found(quote!(return a?), false), None);
        assert_eq!(found(quote!(T: ?Sized, ?a), true), None);
        assert_eq!(found(quote!(a? b), true).unwrap(), "?");
        assert_eq!(
            found(
                quote!(if a {
                    return;
                }),
                true
            )
            .unwrap(),
            "return"
        );
        assert_eq!(
            found(
                quote!(loop {
                    break;
                }),
                true
            ),
            None
        );
        assert_eq!(found(quote!(break 'a), true).unwrap(), "break");
    }
}
