//! Prints `except*` (PEP 654).
//!
//! ```text
//! '__done1: {
//!     let __caught: Exception = '__try1: { { B } { L } break '__done1 () };
//!     let mut __star1 = ExceptStar::new(__caught);
//!     if let Some(__group2) = __star1.take_by(|e| A::matches(e)) {     // for each handler, in order
//!         match '__except2: { let eg = __group2.clone(); Done({ H }) } {
//!             Done(()) => {}, Raise(e) => __star1.raised(e), …
//!         }
//!     }
//!     match __star1.finish() { None => {}, Some(e) => leave with it }
//! }
//! ```
//! Several handlers may run, so the whole has no value.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use super::ast::{Clause, Handler};
use super::lower::matches;
use crate::emit;
use crate::rewrite::Rewriter;
use crate::rewrite::scope::{Catch, Region, Scope};

pub(super) fn lower(
    rewriter: &mut Rewriter<'_>,
    body: syn::Block,
    handlers: Vec<Handler>,
    otherwise: Option<Clause>,
    span: Span,
) -> TokenStream {
    let number = rewriter.number();
    let done = emit::label(&format!("'__done{number}"), span);
    let label = emit::label(&format!("'__try{number}"), span);
    let star = emit::local(&format!("__star{number}"), span);
    let (exception, star_type) =
        (rewriter.emit.item("Exception", span), rewriter.emit.item("ExceptStar", span));
    let at = emit::at(span);
    let reached = emit::reached(span);
    let ((body, handlers, leave), _) = rewriter.scoped(Scope::Block(None), |rewriter| {
        let (body, _) = rewriter
            .region(Region::new(label.clone(), Catch::Raise), |rewriter| rewriter.block(body));
        let otherwise = otherwise.map(|Clause { span: _, body }| {
            rewriter.scoped(Scope::Block(None), |rewriter| rewriter.block(body)).0
        });
        let body = quote_spanned!(at=> #body #reached #otherwise #reached break #done ());
        let handlers: TokenStream =
            handlers.into_iter().map(|handler| one(rewriter, handler, &star)).collect();
        (body, handlers, rewriter.propagate(&quote_spanned!(at=> __exception), span))
    });
    quote_spanned! {at=>
        #done: {
            let __caught: #exception = #label: { #body };
            #reached
            let mut #star = #star_type::new(__caught);
            #handlers
            match #star.finish() {
                ::core::option::Option::None => {}
                ::core::option::Option::Some(__exception) => #leave,
            }
        }
    }
}

fn one(rewriter: &mut Rewriter<'_>, handler: Handler, star: &syn::Ident) -> TokenStream {
    let Handler { span, star: _, classes, tuple: _, name, body } = handler;
    let number = rewriter.number();
    let label = emit::label(&format!("'__except{number}"), span);
    let group = emit::local(&format!("__group{number}"), span);
    let exit = rewriter.emit.item("Exit", span);
    let at = emit::at(span);
    let reached = emit::reached(span);
    let ((body, region), _) = rewriter.scoped(Scope::Handler(group.clone()), |rewriter| {
        rewriter.region(Region::new(label.clone(), Catch::Star), |rewriter| rewriter.block(body))
    });
    let binding =
        name.map(|name| quote_spanned!(at=> let #name = ::core::clone::Clone::clone(&#group);));
    let tests = matches(rewriter, &classes, &quote_spanned!(at=> __exception), span);
    let ty = region.exit_type(rewriter.emit, span);
    let raised = if region.raises.is_some() {
        quote_spanned!(at=> #star.raised(__exception))
    } else {
        quote_spanned!(at=> match __exception {})
    };
    quote_spanned! {at=>
        if let ::core::option::Option::Some(#group) = #star.take_by(|__exception| #tests) {
            let __exit: #ty = #label: { #binding #body #reached #exit::Done(()) };
            match __exit {
                #exit::Done(()) => {}
                #exit::Raise(__exception) => #raised,
                #exit::Return(__never) => match __never {},
                #exit::Jump(__never) => match __never {},
            }
        }
    }
}
