//! `with!` and `async_with!`: `{ manager as pattern, manager { body } }`.
//!
//! One manager is
//! ```text
//! match (manager).__async_with() { mut __manager1 => {       // borrows the manager where it is
//!     let __value1 = enter, or leave;
//!     let __exit1: Exit<…> = '__with1: { Done({ let pattern = __value1; { body } }) };
//!     let __suppress1 = exit(__exit1.exception()), or leave;
//!     match __exit1 { Raise(e) => if __suppress1 { go on } else { leave }, … as in `finally` }
//! } }
//! ```
//! and several are nested, the first one outermost.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::quote_spanned;
use syn::parse::{ParseStream, Parser};
use syn::spanned::Spanned;
use syn::{Block, Expr, Pat, Token, token};

use crate::diag::{Errors, last_span, text};
use crate::emit;
use crate::rewrite::scope::{Catch, Region, Scope};
use crate::rewrite::{Rewriter, blamed};

/// Which of the two macros.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Sync,
    Async,
}

impl Kind {
    /// The methods' names: what finds the manager, enters and leaves.
    fn methods(self) -> [&'static str; 3] {
        match self {
            Self::Sync => ["__with", "__enter__", "__exit__"],
            Self::Async => ["__async_with", "__aenter__", "__aexit__"],
        }
    }

    /// The traits: of the first method, and of the other two.
    fn traits(self) -> [&'static str; 2] {
        match self {
            Self::Sync => ["Managed", "ContextManager"],
            Self::Async => ["AsyncManaged", "AsyncContextManager"],
        }
    }
}

/// `manager as pattern`.
struct Item {
    manager: Expr,
    pattern: Option<Pat>,
}

/// Lowers the arguments of `with!` or `async_with!`.
pub(crate) fn lower(
    rewriter: &mut Rewriter<'_>,
    tokens: TokenStream,
    span: Span,
    kind: Kind,
) -> TokenStream {
    let mut errors = Errors::default();
    if tokens.is_empty() {
        errors.push_at(span, text::WITH_NOTHING);
        return errors.block();
    }
    let last = last_span(&tokens);
    let mut found = None;
    let parser = |input: ParseStream<'_>| {
        found = parse(input, last, &mut errors)?;
        Ok(())
    };
    if let Err(error) = parser.parse2(tokens) {
        errors.push_parse_error(error, last);
    }
    match found {
        Some((items, body)) if errors.is_empty() => {
            nest(rewriter, &mut items.into_iter(), body, kind)
        }
        _ => errors.block(),
    }
}

fn parse(
    input: ParseStream<'_>,
    last: Option<Span>,
    errors: &mut Errors,
) -> syn::Result<Option<(Vec<Item>, Block)>> {
    let mut items = Vec::new();
    loop {
        // `as` introduces the binding here, so casts need parentheses.
        let manager = head(input)?;
        if manager.is_empty() {
            blame(input, text::WITH_NOTHING, errors)?;
            break;
        }
        let manager = syn::parse2(manager)?;
        let mut pattern = None;
        if let Some(as_token) = input.parse::<Option<Token![as]>>()? {
            let tokens = head(input)?;
            if tokens.is_empty() {
                errors.push(as_token, text::WITH_NO_PATTERN);
                break;
            }
            match Pat::parse_multi_with_leading_vert.parse2(tokens) {
                Ok(parsed) => pattern = Some(parsed),
                Err(error) => {
                    errors.push_at(error.span(), text::WITH_NO_BODY);
                    break;
                }
            }
        }
        items.push(Item { manager, pattern });
        let comma = input.parse::<Option<Token![,]>>()?;
        if input.peek(token::Brace) {
            let body: Block = input.parse()?;
            if input.is_empty() {
                return Ok(Some((items, body)));
            }
            blame(input, text::WITH_AFTER_BODY, errors)?;
            break;
        }
        if input.is_empty() {
            errors.push_at(last.unwrap_or(input.span()), text::WITH_NO_BODY);
            break;
        }
        if comma.is_none() {
            blame(input, text::WITH_NO_BODY, errors)?;
            break;
        }
    }
    input.parse::<TokenStream>()?;
    Ok(None)
}

/// Blames the next token.
fn blame(input: ParseStream<'_>, text: &str, errors: &mut Errors) -> syn::Result<()> {
    if input.is_empty() {
        errors.push_at(input.span(), text);
    } else {
        errors.push(input.parse::<TokenTree>()?, text);
    }
    Ok(())
}

/// Cuts off what stands before `as`, `,` or the body, whose brace would else be taken for that of
/// a struct literal or pattern.
fn head(input: ParseStream<'_>) -> syn::Result<TokenStream> {
    let mut tokens = TokenStream::new();
    while !input.is_empty() && !input.peek(Token![as]) && !input.peek(Token![,]) {
        if input.peek(token::Brace) && ends_here(input) {
            break;
        }
        tokens.extend([input.parse::<TokenTree>()?]);
    }
    Ok(tokens)
}

/// Whether the brace here is the body: nothing that goes on with an expression follows it.
fn ends_here(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    ahead.parse::<TokenTree>().is_ok()
        && !(ahead.peek(Token![.])
            || ahead.peek(Token![?])
            || ahead.peek(Token![as])
            || ahead.peek(Token![,])
            || ahead.peek(token::Brace))
}

fn nest(
    rewriter: &mut Rewriter<'_>,
    items: &mut std::vec::IntoIter<Item>,
    body: Block,
    kind: Kind,
) -> TokenStream {
    let Some(Item { manager, pattern }) = items.next() else {
        return rewriter.block(body);
    };
    let span = manager.span();
    let line = emit::line_of(blamed(&manager));
    let number = rewriter.number();
    let name = |name: &str| emit::local(&format!("__{name}{number}"), span);
    let (this, value, exit, suppress) =
        (name("manager"), name("value"), name("exit"), name("suppress"));
    let label = emit::label(&format!("'__with{number}"), span);
    let at = emit::at(span);

    let manager = rewriter.operand(manager);
    let [managed, protocol] = kind.traits().map(|name| rewriter.emit.item(name, span));
    let [find, enter, leave] = kind.methods().map(|name| emit::local(name, span));

    let entered = quote_spanned!(at=> #protocol::#enter(&mut #this));
    let entered = checked(rewriter, entered, kind, line, span);
    let (inner, region) = rewriter
        .region(Region::new(label, Catch::All), |rewriter| nest(rewriter, items, body, kind));
    // Without `as`, and with `as _`, the value is not kept.
    let pattern = pattern.filter(|pattern| !matches!(pattern, Pat::Wild(_)));
    let kept = if pattern.is_some() { quote_spanned!(at=> #value) } else { quote_spanned!(at=> _) };
    let binding = pattern.map(|pattern| quote_spanned!(at=> let #pattern = #value;));
    let inner = quote_spanned!(at=> { #binding #inner });
    let caught = rewriter.caught(&region, &exit, &inner, span);
    let (left, _) = rewriter.scoped(Scope::Finally(exit.clone()), |rewriter| {
        let left = quote_spanned!(at=> #protocol::#leave(&mut #this, #exit.exception()));
        checked(rewriter, left, kind, line, span)
    });
    let suppressed = rewriter.emit.item("suppressed", span);
    let again = rewriter.propagate(&quote_spanned!(at=> __exception), span);
    let without_value = rewriter.propagate(&quote_spanned!(at=> __error), span);
    let value_or_leave = rewriter.emit.checked(
        &quote_spanned!(at=> #suppressed(&__exception)),
        &without_value,
        span,
    );
    let raised = quote_spanned!(at=> if #suppress { #value_or_leave } else { #again });
    let dispatch = rewriter.dispatch(&region, &exit, Some(&raised), span);
    quote_spanned! {at=>
        {
            use #managed as _;
            match (#manager).#find() {
                mut #this => {
                    let #kept = #entered;
                    #caught
                    let #suppress = #left;
                    #dispatch
                }
            }
        }
    }
}

/// The value of entering or leaving, or the way out.
fn checked(
    rewriter: &mut Rewriter<'_>,
    call: TokenStream,
    kind: Kind,
    line: u32,
    span: Span,
) -> TokenStream {
    let call = match kind {
        Kind::Sync => call,
        Kind::Async => rewriter.awaited(&call, line, span),
    };
    let leave = rewriter.raise_error(line, span);
    rewriter.emit.checked(&call, &leave, span)
}
