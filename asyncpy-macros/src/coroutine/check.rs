//! What a coroutine function cannot be, taken out of its signature.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{ReturnType, Signature};

use super::Kind;
use super::parse::Function;
use crate::diag::{Errors, text};
use crate::options::Options;

/// Reports what is wrong, and gives back the rest.
pub(crate) fn check(
    mut function: Function,
    kind: Kind,
    options: &mut Options,
    errors: &mut Errors,
) -> Function {
    let sig = &mut function.sig;
    if sig.asyncness.take().is_none() {
        errors.push(sig.fn_token, text::missing_async(kind.what()));
    }
    if let Some(constness) = sig.constness.take() {
        errors.push(constness, text::CONST_COROUTINE);
    }
    if let Some(abi) = sig.abi.take() {
        errors.push(abi, text::EXTERN_COROUTINE);
    }
    if let Some(variadic) = sig.variadic.take() {
        errors.push(variadic, text::VARIADIC_COROUTINE);
    }
    if options.boxed
        && let ReturnType::Type(_, ty) = &sig.output
        && has_impl(ty.to_token_stream())
    {
        errors.push(ty, text::BOXED_IMPL);
        options.boxed = false;
    }
    if kind != Kind::Coroutine
        && let ReturnType::Type(_, ty) = &mut sig.output
        && has_impl(ty.to_token_stream())
    {
        errors.push(&*ty, text::YIELDS_IMPL);
        sig.output = ReturnType::Default;
    }
    function
}

/// Whether `impl Trait` is in a type, so that it cannot be written in a `let`.
pub(crate) fn has_impl(ty: TokenStream) -> bool {
    ty.into_iter().any(|token| match token {
        proc_macro2::TokenTree::Ident(ident) => ident == "impl",
        proc_macro2::TokenTree::Group(group) => has_impl(group.stream()),
        proc_macro2::TokenTree::Punct(_) | proc_macro2::TokenTree::Literal(_) => false,
    })
}

/// Reports arguments and type parameters of a function that is called by nobody who has any.
pub(crate) fn check_entry(sig: &Signature, what: &str, errors: &mut Errors) {
    if !sig.inputs.is_empty() {
        errors.push(&sig.inputs, text::with_arguments(what));
    }
    if !sig.generics.params.is_empty() {
        errors.push(&sig.generics, text::with_generics(what));
    }
}
