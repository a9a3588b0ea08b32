//! Prints a coroutine function, or one that gives a generator: then the future is
//! `AsyncGenerator::new(CODE, move |__yielder| async move { … })`, and its value `()`.
//!
//! ```text
//! fn fetch(id: u32) -> Coroutine<impl Future<Output = Result<String, Exception>>> {
//!     enum __Frame {}
//!     impl Frame for __Frame { const CODE: &'static Code = &Code { name: "fetch", file: file!(), line: 12 }; }
//!     Coroutine::new(<__Frame as Frame>::CODE, async move {
//!         let id = id;                                       // arguments, in order
//!         let __ret: String = { the body, rewritten };
//!         Ok(__ret)
//!     })
//! }
//! ```
//! Arguments are moved into the coroutine one by one, patterns behind them, as rustc does for an
//! `async fn`: what is not used lives as long, and everything is dropped in the same order.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::parse::{ParseStream, Parser};
use syn::spanned::Spanned;
use syn::{Attribute, Block, FnArg, Pat, ReturnType, Signature, Type};

use super::check::has_impl;
use super::parse::{Body, Function};
use super::{Kind, boxed};
use crate::emit::{self, CoroutineParts, Emit};
use crate::options::Options;
use crate::rewrite::Rewriter;

/// Prints `function` as a function that returns what `kind` says.
pub(crate) fn function(
    emit: &Emit,
    function: Function,
    kind: Kind,
    options: &Options,
) -> TokenStream {
    let Function { attrs, vis, defaultness, mut sig, body } = function;
    let name = sig.ident.clone();
    let span = name.span();
    let rebind = rebind(&mut sig);
    let lifetime = options.boxed.then(|| boxed::name_lifetimes(&mut sig));
    let output = Output::new(emit, &sig.output, span);
    let generator_type = emit.generator_type(&output.printed, options.send.as_ref(), span);
    let result = match (kind, &lifetime) {
        (Kind::Coroutine, Some(lifetime)) => emit.boxed_type(lifetime, &output.printed, span),
        (Kind::Coroutine, None) => emit.coroutine_type(&output.printed, span),
        (Kind::Generator, _) => generator_type.clone(),
        (Kind::Manager, _) => emit.manager_type(&output.printed, span),
    };
    let (inner, body) = match body {
        Body::Semi(semi) => (Vec::new(), semi.into_token_stream()),
        Body::Braces(group) => {
            let span = group.span();
            let (inner, body) = match self::body.parse2(group.stream()) {
                Ok((inner, stmts)) => {
                    let mut rewriter = match kind {
                        Kind::Coroutine => {
                            Rewriter::coroutine(emit, output.written.clone(), &options.leave)
                        }
                        Kind::Generator | Kind::Manager => {
                            Rewriter::generator(emit, &options.leave)
                        }
                    };
                    (inner, rewriter.statements(stmts, span))
                }
                // rustc has read the body before, and has reported what is wrong. It will say the same
                // again of the same tokens, which it prints once.
                Err(_) => (Vec::new(), group.to_token_stream()),
            };
            let parts = (&generator_type, &rebind);
            let made = match kind {
                Kind::Coroutine => coroutine(emit, &body, &rebind, &output, options, &name),
                Kind::Generator => generator(emit, &body, parts, &name, None),
                Kind::Manager => generator(emit, &body, parts, &name, Some(Emit::manager)),
            };
            (inner, emit::braces(made, span))
        }
    };
    let inner = inner.into_iter().map(|mut attr: Attribute| {
        attr.style = syn::AttrStyle::Outer;
        attr
    });
    let Signature {
        constness: _,
        asyncness: _,
        safety,
        abi: _,
        fn_token,
        ident,
        generics,
        paren_token: _,
        inputs,
        variadic: _,
        output: _,
    } = &sig;
    let (_, _, where_clause) = generics.split_for_impl();
    let arrow = quote_spanned!(emit::at(span)=> ->);
    let safety = match safety {
        syn::Safety::Safe(token) => token.to_token_stream(),
        syn::Safety::Unsafe(token) => token.to_token_stream(),
        syn::Safety::Default => TokenStream::new(),
    };
    quote! {
        #(#attrs)*
        #(#inner)*
        #vis #defaultness #safety #fn_token #ident #generics (#inputs) #arrow #result #where_clause #body
    }
}

/// The frame type and the coroutine object.
fn coroutine(
    emit: &Emit,
    body: &TokenStream,
    rebind: &TokenStream,
    output: &Output,
    options: &Options,
    name: &syn::Ident,
) -> TokenStream {
    let span = name.span();
    let frame = emit.frame(&bare(name), span);
    let coroutine = emit.coroutine(CoroutineParts {
        rebind,
        output: output.written.as_ref(),
        body,
        boxed: options.boxed,
        span,
    });
    quote!(#frame #coroutine)
}

/// The frame type and the generator, with `around` it.
fn generator(
    emit: &Emit,
    body: &TokenStream,
    (ty, rebind): (&TokenStream, &TokenStream),
    name: &syn::Ident,
    around: Option<fn(&Emit, &TokenStream, Span) -> TokenStream>,
) -> TokenStream {
    let span = name.span();
    let frame = emit.frame(&bare(name), span);
    let generator = emit.generator(ty, rebind, body, span);
    let made = around.map_or_else(|| generator.clone(), |around| around(emit, &generator, span));
    quote!(#frame #made)
}

/// A name without `r#`.
pub(crate) fn bare(name: &syn::Ident) -> String {
    use syn::ext::IdentExt;
    name.unraw().to_string()
}

/// The attributes at the start of a body, and its statements.
fn body(input: ParseStream<'_>) -> syn::Result<(Vec<Attribute>, Vec<syn::Stmt>)> {
    Ok((input.call(Attribute::parse_inner)?, input.call(Block::parse_within)?))
}

/// The type of the value.
struct Output {
    /// In the signature.
    printed: TokenStream,
    /// In a `let`, if it can be written there.
    written: Option<TokenStream>,
}

impl Output {
    fn new(emit: &Emit, output: &ReturnType, span: Span) -> Self {
        let printed = match output {
            ReturnType::Default => quote_spanned!(emit::at(span)=> ()),
            ReturnType::Type(_, ty) => match &**ty {
                Type::Never(_) => emit.never_type(ty, ty.span()),
                ty => ty.to_token_stream(),
            },
        };
        let written = (!has_impl(printed.clone())).then(|| printed.clone());
        Self { printed, written }
    }
}

/// Gives every argument a name, and prints what moves it into the coroutine and takes it apart.
fn rebind(sig: &mut Signature) -> TokenStream {
    let mut statements = TokenStream::new();
    for (index, input) in sig.inputs.iter_mut().enumerate() {
        match input {
            FnArg::Receiver(receiver) => {
                // `self` cannot be bound again; mentioning it captures the whole of it.
                let self_token = receiver.self_token;
                let at = emit::at(self_token.span);
                let this = syn::Ident::new("self", self_token.span);
                statements.extend(quote_spanned!(at=> let _ = &#this;));
            }
            FnArg::Typed(argument) => {
                let attrs = argument.attrs.clone();
                let at = emit::at(argument.pat.span());
                match &mut *argument.pat {
                    Pat::Ident(pat) if pat.by_ref.is_none() && pat.subpat.is_none() => {
                        // The argument has our hygiene: lints see one variable, the user's.
                        let name = pat.ident.clone();
                        pat.ident.set_span(at);
                        let (argument, mutability) = (&pat.ident, pat.mutability.take());
                        statements.extend(quote_spanned! {at=>
                            #[allow(clippy::no_effect_underscore_binding)] // its effect is to live
                            #(#attrs)* let #mutability #name = #argument;
                        });
                    }
                    pat => {
                        let name = emit::local(&format!("__arg{index}"), pat.span());
                        statements.extend(quote_spanned! {at=>
                            #(#attrs)* let #name = #name;
                            #(#attrs)* let #pat = #name;
                        });
                        *pat = Pat::Ident(syn::PatIdent {
                            attrs: Vec::new(),
                            by_ref: None,
                            mutability: None,
                            ident: name,
                            subpat: None,
                        });
                    }
                }
            }
        }
    }
    statements
}
