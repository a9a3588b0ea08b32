//! Prints `attempt!` as labelled blocks.
//!
//! `try { B } except A as e { H } else { L }` is
//! ```text
//! '__done1: {
//!     let __caught1: Exception = '__try1: {
//!         break '__done1 { B }                 // raising in B is `break '__try1 exception`
//!     };                                       // with `else`: { B }; break '__done1 { L }
//!     if A::matches(&__caught1) { let e = A::bind(&__caught1); { H } } else { leave with it }
//! }
//! ```
//! and with `finally { F }` around it
//! ```text
//! {
//!     let __exit2: Exit<…> = '__finally2: { Exit::Done(the above) };   // every way out is caught
//!     { F }                                                            // may itself leave
//!     match __exit2 { Done(v) => v, Raise(e) => leave, Return(v) => return v, Jump(j) => … }
//! }
//! ```
//! Nothing is a closure, so nothing is captured, and the value of the whole is the value of the
//! block that ran last: body or handler, or `else` instead of the body.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, Lifetime, Type};

use super::ast::{Attempt, Clause, Handler};
use super::star;
use crate::emit;
use crate::rewrite::Rewriter;
use crate::rewrite::scope::{Catch, Region, Scope};
use crate::rewrite::tail;

/// `attempt!(expr)`: the value as `Ok`, an exception as `Err`.
pub(super) fn expression(rewriter: &mut Rewriter<'_>, expr: Expr, span: Span) -> TokenStream {
    let number = rewriter.number();
    let label = emit::label(&format!("'__try{number}"), span);
    let (value, _) =
        rewriter.region(Region::new(label.clone(), Catch::Result), |rewriter| rewriter.expr(expr));
    let exception = rewriter.emit.item("Exception", span);
    let at = emit::at(span);
    let reached = emit::reached(span);
    quote_spanned! {at=>
        #label: { let __value = #value; #reached ::core::result::Result::<_, #exception>::Ok(__value) }
    }
}

/// `try { … } …`.
pub(super) fn statement(rewriter: &mut Rewriter<'_>, attempt: Attempt) -> TokenStream {
    let Attempt { try_span, body, handlers, otherwise, finally } = attempt;
    let guarded = |rewriter: &mut Rewriter<'_>| {
        if handlers.is_empty() {
            // Without handlers there is no `else`; if the user wrote one, that was reported.
            rewriter.block(body)
        } else if handlers.iter().any(|handler| handler.star.is_some()) {
            star::lower(rewriter, body, handlers, otherwise, try_span)
        } else {
            try_except(rewriter, body, handlers, otherwise, try_span)
        }
    };
    match finally {
        None => guarded(rewriter),
        Some(clause) => try_finally(rewriter, guarded, clause),
    }
}

fn try_finally(
    rewriter: &mut Rewriter<'_>,
    guarded: impl FnOnce(&mut Rewriter<'_>) -> TokenStream,
    clause: Clause,
) -> TokenStream {
    let Clause { span, body } = clause;
    let number = rewriter.number();
    let label = emit::label(&format!("'__finally{number}"), span);
    let exit = emit::local(&format!("__exit{number}"), span);
    let (guarded, region) = rewriter.region(Region::new(label, Catch::All), guarded);
    let caught = rewriter.caught(&region, &exit, &guarded, span);
    let (finally, _) =
        rewriter.scoped(Scope::Finally(exit.clone()), |rewriter| rewriter.block(body));
    let dispatch = rewriter.dispatch(&region, &exit, None, span);
    let at = emit::at(span);
    let reached = emit::reached(span);
    quote_spanned!(at=> { #caught #finally #reached #dispatch })
}

fn try_except(
    rewriter: &mut Rewriter<'_>,
    body: syn::Block,
    handlers: Vec<Handler>,
    otherwise: Option<Clause>,
    span: Span,
) -> TokenStream {
    let number = rewriter.number();
    let done = emit::label(&format!("'__done{number}"), span);
    let label = emit::label(&format!("'__try{number}"), span);
    let caught = emit::local(&format!("__caught{number}"), span);
    let exception = rewriter.emit.item("Exception", span);
    let at = emit::at(span);
    let reached = emit::reached(span);
    let ((body, handlers), _) = rewriter.scoped(Scope::Block(None), |rewriter| {
        let ends = tail::has_value(&body);
        let (body, region) = rewriter
            .region(Region::new(label.clone(), Catch::Raise), |rewriter| rewriter.block(body));
        let body = match otherwise {
            None => leaving_with(&done, &body, ends, span),
            Some(Clause { span: _, body: otherwise }) => {
                let ends = tail::has_value(&otherwise);
                let (otherwise, _) =
                    rewriter.scoped(Scope::Block(None), |rewriter| rewriter.block(otherwise));
                let otherwise = leaving_with(&done, &otherwise, ends, span);
                quote_spanned!(at=> #body #reached #otherwise)
            }
        };
        (body, chain(rewriter, handlers, &caught, region.raises, span))
    });
    quote_spanned! {at=>
        #done: {
            let #caught: #exception = #label: { #body };
            #reached
            #handlers
        }
    }
}

/// `break done body`, for a body that ends in a value or not.
fn leaving_with(done: &Lifetime, body: &TokenStream, ends: bool, span: Span) -> TokenStream {
    let (value, reached) = (emit::value(body, span), emit::reached(span));
    let at = emit::at(span);
    if ends {
        // Behind the first statement clippy does not look for a `break` in a larger expression.
        quote_spanned!(at=> #reached break #done #value;)
    } else {
        quote_spanned!(at=> let __value = #value; #reached break #done __value;)
    }
}

/// `if matches { handler } else if … else { leave }`.
fn chain(
    rewriter: &mut Rewriter<'_>,
    handlers: Vec<Handler>,
    caught: &syn::Ident,
    raises: Option<Span>,
    span: Span,
) -> TokenStream {
    let mut branches = Vec::new();
    let mut last = None;
    for handler in handlers {
        let bare = handler.is_bare();
        let Handler { span, star: _, classes, tuple, name, body } = handler;
        let at = emit::at(span);
        let scope = Scope::Handler(caught.clone());
        let (body, _) = rewriter.scoped(scope, |rewriter| rewriter.block(body));
        let binding = name.map(|name| {
            let value = bound(rewriter, &classes, tuple, caught, span);
            quote_spanned!(at=> let #name = #value;)
        });
        let block = emit::braces(quote!(#binding #body), span);
        if bare {
            last = Some(block);
        } else {
            let condition = matches(rewriter, &classes, &quote!(&#caught), span);
            branches.push(quote_spanned!(at=> if #condition #block else));
        }
    }
    let last = last.unwrap_or_else(|| {
        let at = emit::at(span);
        let leave = if let Some(from) = raises {
            rewriter.propagate(&quote!(#caught), from)
        } else {
            // Nothing in the body raises. The function may not be able to.
            quote_spanned!(at=> ::core::unreachable!())
        };
        emit::braces(leave, span)
    });
    quote!(#(#branches)* #last)
}

/// Whether the exception, behind a reference, is of one of the classes.
pub(super) fn matches(
    rewriter: &Rewriter<'_>,
    classes: &[Type],
    exception: &TokenStream,
    span: Span,
) -> TokenStream {
    let at = emit::at(span);
    let tests = classes.iter().map(|class| {
        let span = class.span();
        let name = rewriter.emit.item("ExceptionClass", span);
        let at = emit::at(span);
        quote_spanned!(at=> <#class as #name>::matches(#exception))
    });
    quote_spanned!(at=> #(#tests)||*)
}

/// What `as name` binds.
fn bound(
    rewriter: &Rewriter<'_>,
    classes: &[Type],
    tuple: bool,
    caught: &syn::Ident,
    span: Span,
) -> TokenStream {
    let at = emit::at(span);
    match classes {
        [class] if !tuple => {
            let name = rewriter.emit.item("ExceptionClass", class.span());
            let at = emit::at(class.span());
            quote_spanned!(at=> <#class as #name>::bind(&#caught))
        }
        _ => quote_spanned!(at=> ::core::clone::Clone::clone(&#caught)),
    }
}
