//! The procedural macros of the `asyncpy` crate; entry points only.
//!
//! Documentation is at the re-exports in `asyncpy`. The function-like macros are not called by
//! users: each has a `macro_rules!` shell in `asyncpy` that hands the crate's path over first,
//! `($crate)`, and the user's tokens after it.

#![allow(clippy::similar_names)] // `emit` and `exit` are this crate's words

mod attempt;
mod coroutine;
mod create_task;
mod diag;
mod emit;
mod for_loop;
mod gather;
mod keywords;
mod main_test;
mod module;
mod options;
mod raise;
mod rewrite;
#[cfg(test)]
mod snapshots;
mod waiting;
mod with;
mod yielding;

use proc_macro::TokenStream;
use proc_macro2::TokenTree;

use emit::Emit;
use rewrite::Rewriter;

#[allow(missing_docs)] // documented at the re-export
#[proc_macro_attribute]
pub fn coroutine(args: TokenStream, item: TokenStream) -> TokenStream {
    coroutine::attribute(args.into(), item.into()).into()
}

#[allow(missing_docs)] // documented at the re-export
#[proc_macro_attribute]
pub fn async_generator(args: TokenStream, item: TokenStream) -> TokenStream {
    coroutine::generator(args.into(), item.into()).into()
}

#[allow(missing_docs)] // documented at the re-export
#[proc_macro_attribute]
pub fn asynccontextmanager(args: TokenStream, item: TokenStream) -> TokenStream {
    coroutine::manager(args.into(), item.into()).into()
}

#[allow(missing_docs)] // documented at the re-export
#[proc_macro_attribute]
pub fn main(args: TokenStream, item: TokenStream) -> TokenStream {
    main_test::main(args.into(), item.into()).into()
}

#[allow(missing_docs)] // documented at the re-export
#[proc_macro_attribute]
pub fn test(args: TokenStream, item: TokenStream) -> TokenStream {
    main_test::test(args.into(), item.into()).into()
}

#[allow(missing_docs)] // documented at the re-export
#[proc_macro_attribute]
pub fn module(args: TokenStream, item: TokenStream) -> TokenStream {
    module::attribute(args.into(), item.into()).into()
}

#[doc(hidden)]
#[proc_macro]
pub fn coroutine_block(tokens: TokenStream) -> TokenStream {
    shelled(tokens, coroutine::block)
}

#[doc(hidden)]
#[proc_macro]
pub fn attempt(tokens: TokenStream) -> TokenStream {
    shelled(tokens, |emit, tokens, span| {
        Rewriter::free(emit, span, |rewriter| attempt::lower(rewriter, tokens, span))
    })
}

#[doc(hidden)]
#[proc_macro]
pub fn raise(tokens: TokenStream) -> TokenStream {
    shelled(tokens, raise::expand)
}

#[doc(hidden)]
#[proc_macro]
pub fn with(tokens: TokenStream) -> TokenStream {
    shelled(tokens, |emit, tokens, span| {
        Rewriter::free(emit, span, |rewriter| with::lower(rewriter, tokens, span, with::Kind::Sync))
    })
}

#[doc(hidden)]
#[proc_macro]
pub fn async_with(tokens: TokenStream) -> TokenStream {
    shelled(tokens, |emit, tokens, span| {
        Rewriter::free(emit, span, |rewriter| {
            with::lower(rewriter, tokens, span, with::Kind::Async)
        })
    })
}

#[doc(hidden)]
#[proc_macro]
pub fn async_for(tokens: TokenStream) -> TokenStream {
    shelled(tokens, |emit, tokens, span| {
        Rewriter::free(emit, span, |rewriter| for_loop::lower(rewriter, tokens, span))
    })
}

#[doc(hidden)]
#[proc_macro]
pub fn yield_(tokens: TokenStream) -> TokenStream {
    shelled(tokens, yielding::outside)
}

#[doc(hidden)]
#[proc_macro]
pub fn gather(tokens: TokenStream) -> TokenStream {
    shelled(tokens, gather::expand)
}

#[doc(hidden)]
#[proc_macro]
pub fn create_task(tokens: TokenStream) -> TokenStream {
    shelled(tokens, create_task::create_task)
}

#[doc(hidden)]
#[proc_macro]
pub fn ensure_future(tokens: TokenStream) -> TokenStream {
    shelled(tokens, create_task::ensure_future)
}

#[doc(hidden)]
#[proc_macro]
pub fn run(tokens: TokenStream) -> TokenStream {
    shelled(tokens, create_task::run)
}

#[doc(hidden)]
#[proc_macro]
pub fn wait(tokens: TokenStream) -> TokenStream {
    shelled(tokens, waiting::wait)
}

#[doc(hidden)]
#[proc_macro]
pub fn wait_for(tokens: TokenStream) -> TokenStream {
    shelled(tokens, waiting::wait_for)
}

#[doc(hidden)]
#[proc_macro]
pub fn as_completed(tokens: TokenStream) -> TokenStream {
    shelled(tokens, waiting::as_completed)
}

#[doc(hidden)]
#[proc_macro]
pub fn timeout(tokens: TokenStream) -> TokenStream {
    shelled(tokens, waiting::timeout)
}

#[doc(hidden)]
#[proc_macro]
pub fn shield(tokens: TokenStream) -> TokenStream {
    shelled(tokens, waiting::shield)
}

/// Takes `($crate)` off the front and expands the rest.
fn shelled(
    tokens: TokenStream,
    expand: impl FnOnce(&Emit, proc_macro2::TokenStream, proc_macro2::Span) -> proc_macro2::TokenStream,
) -> TokenStream {
    let mut tokens = proc_macro2::TokenStream::from(tokens).into_iter();
    let krate = match tokens.next() {
        Some(TokenTree::Group(group)) => group.stream(),
        other => other.into_iter().collect(),
    };
    let emit = Emit::new(krate);
    let tokens: proc_macro2::TokenStream = tokens.collect();
    // The call site is a line of the shell; what the user wrote begins with the first token.
    let first = tokens.clone().into_iter().next();
    let span = first.map_or_else(proc_macro2::Span::call_site, |token| token.span());
    expand(&emit, tokens, span).into()
}
