//! Lifetimes of a boxed coroutine: async-trait's scheme.
//!
//! `Pin<Box<dyn Future + 'async_>>` has one lifetime, which everything that the coroutine holds
//! must outlive. So every lifetime that the arguments leave out gets a name, and every lifetime
//! and type parameter is bound by `'async_`. What the result leaves out is named as rustc would take
//! it: by the receiver, or by the only lifetime there is. A function that borrows nothing and is not generic
//! gives a `'static` coroutine.

use proc_macro2::Span;
use quote::quote_spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{
    FnArg, GenericParam, Lifetime, ReceiverKind, Signature, Type, TypeImplTrait, TypeParamBound,
    TypeReference, WherePredicate, parse_quote_spanned,
};

use crate::emit;

/// Names the lifetimes of `sig`, and gives the one of the coroutine.
pub(crate) fn name_lifetimes(sig: &mut Signature) -> Lifetime {
    let span = sig.ident.span();
    let bound = Lifetime::new("'__async", emit::at(span));
    let mut names = Names { elided: Vec::new(), seen: Vec::new(), bound, output: None };
    let mut receiver_lifetime = None;
    for input in &mut sig.inputs {
        match input {
            FnArg::Receiver(receiver) => match &mut receiver.kind {
                ReceiverKind::Reference(_, lifetime, _) => {
                    let span = receiver.self_token.span;
                    match lifetime {
                        Some(lifetime) => names.visit_lifetime_mut(lifetime),
                        None => *lifetime = Some(names.next(span)),
                    }
                    receiver_lifetime.clone_from(lifetime);
                }
                ReceiverKind::Typed(_, ty) => names.visit_type_mut(ty),
                _ => {}
            },
            FnArg::Typed(argument) => names.visit_type_mut(&mut argument.ty),
        }
    }
    let receiver = sig.receiver().is_some();
    names.output = match (receiver_lifetime, names.seen.as_slice()) {
        (Some(lifetime), _) => Some(lifetime),
        (None, [only]) => Some(only.clone()),
        (None, _) => None,
    };
    if names.output.is_some() {
        names.visit_return_type_mut(&mut sig.output);
    }
    let Names { elided, seen: _, bound, output: _ } = names;
    if elided.is_empty() && sig.generics.params.is_empty() && !receiver && !has_impl(sig) {
        return Lifetime::new("'static", emit::at(span));
    }
    let at = emit::at(span);
    // At the parameters, not in the `where` clause: there clippy would see a second place for bounds.
    for param in &mut sig.generics.params {
        match param {
            GenericParam::Type(param) => param.bounds.push(TypeParamBound::Lifetime(bound.clone())),
            GenericParam::Lifetime(param) => param.bounds.push(bound.clone()),
            GenericParam::Const(_) => {}
        }
    }
    for name in elided.iter().rev() {
        sig.generics.params.insert(0, parse_quote_spanned!(at=> #name: #bound));
    }
    sig.generics.params.insert(0, parse_quote_spanned!(at=> #bound));
    if receiver {
        let predicate: WherePredicate = parse_quote_spanned!(at=> Self: #bound);
        sig.generics.make_where_clause().predicates.push(predicate);
    }
    bound
}

/// Whether an argument is `impl Trait`, which may hold borrows as any type parameter.
fn has_impl(sig: &Signature) -> bool {
    sig.inputs.iter().any(|input| match input {
        FnArg::Receiver(_) => false,
        FnArg::Typed(argument) => {
            let ty = &argument.ty;
            super::check::has_impl(quote_spanned!(Span::call_site()=> #ty))
        }
    })
}

/// Gives names to lifetimes that are left out.
struct Names {
    /// The names given.
    elided: Vec<Lifetime>,
    /// The lifetimes of the arguments.
    seen: Vec<Lifetime>,
    /// The coroutine's own lifetime.
    bound: Lifetime,
    /// What is left out in the result, once that is visited.
    output: Option<Lifetime>,
}

impl Names {
    fn next(&mut self, span: Span) -> Lifetime {
        if let Some(output) = &self.output {
            return output.clone();
        }
        let name = format!("'__life{}", self.elided.len());
        let lifetime = Lifetime::new(&name, emit::at(span));
        self.elided.push(lifetime.clone());
        self.seen.push(lifetime.clone());
        lifetime
    }
}

impl VisitMut for Names {
    fn visit_type_reference_mut(&mut self, ty: &mut TypeReference) {
        match &mut ty.lifetime {
            Some(lifetime) => self.visit_lifetime_mut(lifetime),
            None => ty.lifetime = Some(self.next(ty.and_token.span)),
        }
        self.visit_type_mut(&mut ty.elem);
    }

    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident == "_" {
            *lifetime = self.next(lifetime.span());
        } else if !self.seen.contains(lifetime) {
            self.seen.push(lifetime.clone());
        }
    }

    fn visit_type_impl_trait_mut(&mut self, ty: &mut TypeImplTrait) {
        visit_mut::visit_type_impl_trait_mut(self, ty);
        ty.bounds.push(TypeParamBound::Lifetime(self.bound.clone()));
    }

    // Lifetimes left out in a function type are its own.
    fn visit_type_mut(&mut self, ty: &mut Type) {
        if !matches!(ty, Type::FnPtr(_)) {
            visit_mut::visit_type_mut(self, ty);
        }
    }

    fn visit_parenthesized_generic_arguments_mut(
        &mut self,
        _arguments: &mut syn::ParenthesizedGenericArguments,
    ) {
    }
}
