//! `#[asyncpy::main]` and `#[asyncpy::test]`: functions that start an event loop.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use crate::coroutine::parse::{self, Body, Function};
use crate::coroutine::{check, expand};
use crate::diag::{Errors, text};
use crate::emit::{self, Emit};
use crate::options::{self, Options};

/// Expands `#[asyncpy::main]`: on a coroutine, which `run` runs; or on an ordinary `main` that
/// drives a loop by hand, whose exception becomes a traceback and an exit code.
pub(crate) fn main(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let options = options::parse(args, &["crate", "leave"], &mut errors);
    let Some(function) = parse::parse(item.clone(), &mut errors) else {
        let errors = errors.statements();
        return quote!(#errors #item);
    };
    let Some(mut function) = with_body(function, &mut errors) else {
        return errors.statements();
    };
    check::check_entry(&mut function.sig, "`main`", &mut errors);
    let emit = Emit::new(options.krate.clone());
    let (attrs, vis) = (std::mem::take(&mut function.attrs), function.vis.clone());
    function.vis = syn::Visibility::Inherited;
    let name = function.sig.ident.clone();
    let at = emit::at(name.span());
    let (inner, start) = if function.sig.asyncness.is_some() {
        let function = check::check(function, &options, &mut errors);
        let inner = expand::function(&emit, function, &options);
        (inner, emit.run_entry("run_main", "RunOptions", &name, &TokenStream::new()))
    } else {
        let exit_code = emit.item("exit_code", name.span());
        (ordinary(function), quote_spanned!(at=> #exit_code(#name())))
    };
    let errors = errors.statements();
    let body = emit::braces(quote!(#inner #start), name.span());
    let result = quote_spanned!(at=> -> ::std::process::ExitCode);
    quote!(#errors #(#attrs)* #vis fn #name() #result #body)
}

/// Expands `#[asyncpy::test]`.
pub(crate) fn test(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let options = options::parse(args, &["crate", "leave", "virtual_time"], &mut errors);
    let Some(function) = parse::parse(item.clone(), &mut errors) else {
        let errors = errors.statements();
        return quote!(#errors #item);
    };
    let Some(mut function) = with_body(function, &mut errors) else {
        return errors.statements();
    };
    check::check_entry(&mut function.sig, "a test", &mut errors);
    let emit = Emit::new(options.krate.clone());
    let (attrs, vis) = (std::mem::take(&mut function.attrs), function.vis.clone());
    function.vis = syn::Visibility::Inherited;
    let name = function.sig.ident.clone();
    let at = emit::at(name.span());
    let function = check::check(function, &options, &mut errors);
    let inner = expand::function(&emit, function, &options);
    let Options { virtual_time, .. } = options;
    let settings =
        if virtual_time { TokenStream::new() } else { quote_spanned!(at=> .virtual_time(false)) };
    let start = emit.run_entry("run_test", "TestOptions", &name, &settings);
    let errors = errors.statements();
    let body = emit::braces(quote!(#inner #start), name.span());
    quote!(#errors #[::core::prelude::v1::test] #(#attrs)* #vis fn #name() #body)
}

/// The function, if it has a body to run.
fn with_body(function: Function, errors: &mut Errors) -> Option<Function> {
    if let Body::Semi(semi) = &function.body {
        errors.push(semi, text::NO_BODY);
        return None;
    }
    Some(function)
}

/// An ordinary function, as it was.
fn ordinary(function: Function) -> TokenStream {
    let Function { attrs, vis, defaultness, sig, body } = function;
    let body = match body {
        Body::Braces(group) => group.to_token_stream(),
        Body::Semi(semi) => semi.to_token_stream(),
    };
    quote!(#(#attrs)* #vis #defaultness #sig #body)
}

impl Emit {
    /// `start(name(), Options::new()…)`.
    fn run_entry(
        &self,
        start: &str,
        options: &str,
        name: &Ident,
        settings: &TokenStream,
    ) -> TokenStream {
        let span = name.span();
        let (start, options) = (self.item(start, span), self.item(options, span));
        let at = emit::at(name.span());
        quote_spanned!(at=> #start(#name(), #options::new()#settings))
    }
}
