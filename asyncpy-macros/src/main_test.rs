//! `#[asyncpy::main]` and `#[asyncpy::test]`: functions that start an event loop.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Attribute, ReturnType, Visibility};

use crate::coroutine::parse::{self, Body, Function};
use crate::coroutine::{Kind, check, expand};
use crate::diag::{Errors, text};
use crate::emit::{self, Emit};
use crate::options::{self, Options};

/// Expands `#[asyncpy::main]`: on a coroutine, which `run` runs; or on an ordinary `main` that
/// drives a loop by hand, whose exception becomes a traceback and an exit code.
pub(crate) fn main(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut entry = match Entry::read(args, item, &["crate", "leave"], "`main`") {
        Ok(entry) => entry,
        Err(printed) => return printed,
    };
    let at = emit::at(entry.name.span());
    let result = quote_spanned!(at=> -> ::std::process::ExitCode);
    if entry.function.sig.asyncness.is_some() {
        let inner = entry.coroutine();
        let start = entry.start("run_main", "RunOptions", &TokenStream::new());
        entry.print(&TokenStream::new(), &result, &inner, &start)
    } else {
        if matches!(entry.function.sig.output, ReturnType::Default) {
            entry.errors.push(entry.function.sig.fn_token, text::MAIN_WITHOUT_RESULT);
        }
        let exit_code = entry.emit.item("exit_code", entry.name.span());
        let (name, inner) = (&entry.name, ordinary(&entry.function));
        let start = quote_spanned!(at=> #exit_code(#name()));
        entry.print(&TokenStream::new(), &result, &inner, &start)
    }
}

/// Expands `#[asyncpy::test]`.
pub(crate) fn test(args: TokenStream, item: TokenStream) -> TokenStream {
    let known = ["crate", "leave", "virtual_time"];
    let mut entry = match Entry::read(args, item, &known, "a test") {
        Ok(entry) => entry,
        Err(printed) => return printed,
    };
    let at = emit::at(entry.name.span());
    let settings = if entry.options.virtual_time {
        TokenStream::new()
    } else {
        quote_spanned!(at=> .virtual_time(false))
    };
    let inner = entry.coroutine();
    let start = entry.start("run_test", "TestOptions", &settings);
    let attribute = quote!(#[::core::prelude::v1::test]);
    entry.print(&attribute, &TokenStream::new(), &inner, &start)
}

/// A function that starts an event loop, and the one inside of it, which has the user's text.
struct Entry {
    emit: Emit,
    options: Options,
    errors: Errors,
    /// The attributes and visibility of the outer function.
    attrs: Vec<Attribute>,
    vis: Visibility,
    /// The name of both functions.
    name: Ident,
    /// The inner function.
    function: Function,
}

impl Entry {
    /// Reads the function, or prints what can be made of it.
    fn read(
        args: TokenStream,
        item: TokenStream,
        known: &[&str],
        what: &str,
    ) -> Result<Self, TokenStream> {
        let mut errors = Errors::default();
        let options = options::parse(args, known, &mut errors);
        let Some(mut function) = parse::parse(item.clone(), &mut errors) else {
            let errors = errors.statements();
            return Err(quote!(#errors #item));
        };
        if let Body::Semi(semi) = &function.body {
            errors.push(semi, text::NO_BODY);
            let (errors, name) = (errors.statements(), &function.sig.ident);
            return Err(quote!(#errors fn #name() {}));
        }
        check::check_entry(&function.sig, what, &mut errors);
        Ok(Self {
            emit: Emit::new(options.krate.clone()),
            options,
            errors,
            attrs: std::mem::take(&mut function.attrs),
            vis: std::mem::replace(&mut function.vis, Visibility::Inherited),
            name: function.sig.ident.clone(),
            function,
        })
    }

    /// The inner function as a coroutine function.
    fn coroutine(&mut self) -> TokenStream {
        let function = self.function.clone();
        let function = check::check(function, Kind::Coroutine, &mut self.options, &mut self.errors);
        expand::function(&self.emit, function, Kind::Coroutine, &self.options)
    }

    /// `start(name(), Options::new()…)`.
    fn start(&self, start: &str, options: &str, settings: &TokenStream) -> TokenStream {
        let name = &self.name;
        // The result's type may be one that cannot be reported.
        let span = match &self.function.sig.output {
            ReturnType::Default => name.span(),
            ReturnType::Type(_, ty) => ty.span(),
        };
        let (start, options) = (self.emit.item(start, span), self.emit.item(options, span));
        let at = emit::at(span);
        quote_spanned!(at=> #start(#name(), #options::new()#settings))
    }

    /// The outer function. If anything was wrong, the inner one is not called, but still checked by
    /// rustc.
    fn print(
        &self,
        attribute: &TokenStream,
        result: &TokenStream,
        inner: &TokenStream,
        start: &TokenStream,
    ) -> TokenStream {
        let Self { emit: _, options: _, errors, attrs, vis, name, function: _ } = self;
        let body = if errors.is_empty() {
            quote!(#inner #start)
        } else if result.is_empty() {
            quote!(#[allow(dead_code)] #inner)
        } else {
            quote!(#[allow(dead_code)] #inner ::std::process::ExitCode::SUCCESS)
        };
        let body = emit::braces(body, name.span());
        let errors = errors.statements();
        quote!(#errors #attribute #(#attrs)* #vis fn #name() #result #body)
    }
}

/// An ordinary function, as it was.
fn ordinary(function: &Function) -> TokenStream {
    let Function { attrs, vis, defaultness, sig, body } = function;
    let body = match body {
        Body::Braces(group) => group.to_token_stream(),
        Body::Semi(semi) => semi.to_token_stream(),
    };
    quote!(#(#attrs)* #vis #defaultness #sig #body)
}
