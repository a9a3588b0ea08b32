//! `#[asyncio::coroutine]`, `coroutine!`, `#[asyncio::async_generator]` and `#[asyncio::asynccontextmanager]`.
//!
//! `parse` reads the signature and keeps the body as raw tokens; `check` finds what a coroutine
//! cannot be and takes it out; `expand` rewrites the body and prints the function. Whatever is
//! wrong, a function of the same name, visibility, generics and arguments is printed, so that its
//! callers are not wrong too.

pub(crate) mod boxed;
pub(crate) mod check;
pub(crate) mod expand;
pub(crate) mod parse;

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Block;
use syn::parse::Parser;

use crate::diag::Errors;
use crate::emit::{self, CoroutineParts, Emit};
use crate::options;
use crate::rewrite::Rewriter;

/// What a function becomes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One that gives a coroutine.
    Coroutine,
    /// One that gives an asynchronous generator.
    Generator,
    /// One that gives the context manager around a generator.
    Manager,
}

impl Kind {
    /// Its name, with an article.
    fn what(self) -> &'static str {
        match self {
            Self::Coroutine => "a coroutine",
            Self::Generator | Self::Manager => "an asynchronous generator",
        }
    }

    /// The options of its attribute.
    fn options(self) -> &'static [&'static str] {
        match self {
            Self::Coroutine => &["boxed", "crate", "leave"],
            Self::Generator => &["crate", "leave", "send"],
            Self::Manager => &["crate", "leave"],
        }
    }
}

/// Expands `#[asyncio::coroutine]`.
pub(crate) fn attribute(args: TokenStream, item: TokenStream) -> TokenStream {
    expanded(Kind::Coroutine, args, item)
}

/// Expands `#[asyncio::async_generator]`.
pub(crate) fn generator(args: TokenStream, item: TokenStream) -> TokenStream {
    expanded(Kind::Generator, args, item)
}

/// Expands `#[asyncio::asynccontextmanager]`.
pub(crate) fn manager(args: TokenStream, item: TokenStream) -> TokenStream {
    expanded(Kind::Manager, args, item)
}

fn expanded(kind: Kind, args: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let mut options = options::parse(args, kind.options(), &mut errors);
    let Some(function) = parse::parse(item.clone(), &mut errors) else {
        let errors = errors.statements();
        return quote!(#errors #item);
    };
    let function = check::check(function, kind, &mut options, &mut errors);
    let emit = Emit::new(options.krate.clone());
    let function = expand::function(&emit, function, kind, &options);
    let errors = errors.statements();
    quote!(#errors #function)
}

/// Expands `coroutine! { … }`, which always moves what it captures.
pub(crate) fn block(emit: &Emit, tokens: TokenStream, span: Span) -> TokenStream {
    let stmts = match Block::parse_within.parse2(tokens.clone()) {
        Ok(stmts) => stmts,
        Err(error) => {
            let mut errors = Errors::default();
            errors.push_parse_error(error, &tokens);
            return errors.block();
        }
    };
    let at = emit::at(span);
    let body = Rewriter::coroutine(emit, None, &[]).statements(stmts, span);
    let frame = emit.frame("<coroutine>", span);
    let coroutine = emit.coroutine(CoroutineParts {
        rebind: &TokenStream::new(),
        output: None,
        body: &body,
        boxed: false,
        span,
    });
    quote_spanned!(at=> { #frame #coroutine })
}
