//! Prints the ways out of a body: raising, returning, jumping, and carrying out behind a region what
//! ended in it. Which way leads where, [`scope`] says.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::scope::{self, Catch, Jump, Region, Scope, Target};
use super::{Rewriter, Root};
use crate::diag::{error_block, text};
use crate::emit;

impl Rewriter<'_> {
    /// Raises `exception` here: notes the line, chains it, and leaves.
    pub(crate) fn raise(&mut self, exception: &TokenStream, line: u32, span: Span) -> TokenStream {
        let mut exception = self.emit.leaving(exception, line, span);
        for scope in self.scopes.iter().rev() {
            match scope {
                Scope::Handler(caught) => {
                    exception = self.emit.chained(&exception, &quote!(&#caught), span);
                    break;
                }
                Scope::Finally(exit) => {
                    exception = self.emit.chained(&exception, &quote!(#exit.exception()), span);
                }
                Scope::Loop(_) | Scope::Block(_) | Scope::Region(_) => {}
            }
        }
        self.propagate(&exception, span)
    }

    /// Leaves with `exception`, as it is.
    pub(crate) fn propagate(&mut self, exception: &TokenStream, span: Span) -> TokenStream {
        let region = self.scopes.iter_mut().rev().find_map(|scope| match scope {
            Scope::Region(region) if region.catch != Catch::Jumps => Some(region),
            Scope::Region(_)
            | Scope::Loop(_)
            | Scope::Block(_)
            | Scope::Handler(_)
            | Scope::Finally(_) => None,
        });
        if let Some(region) = region {
            region.raises.get_or_insert(span);
            let Region { label, catch, .. } = region;
            let (err, exit) = (emit::err(span), self.emit.item("Exit", span));
            let at = emit::at(span);
            return match catch {
                Catch::Raise | Catch::Jumps => quote_spanned!(at=> break #label #exception),
                Catch::Result => quote_spanned!(at=> break #label #err(#exception)),
                Catch::Star | Catch::All => {
                    quote_spanned!(at=> break #label #exit::Raise(#exception))
                }
            };
        }
        self.leave(exception, span)
    }

    /// Leaves the function with `exception`.
    fn leave(&self, exception: &TokenStream, span: Span) -> TokenStream {
        let err = emit::err(span);
        let at = emit::at(span);
        match self.root {
            Root::Coroutine(_) | Root::Generator => quote_spanned!(at=> return #err(#exception)),
            Root::Free => {
                quote_spanned!(at=> return #err(::core::convert::From::from(#exception)))
            }
        }
    }

    /// Returns `value`, which has its final type.
    pub(super) fn return_(
        &mut self,
        value: &TokenStream,
        what: &TokenStream,
        span: Span,
    ) -> TokenStream {
        let at = emit::at(span);
        for scope in self.scopes.iter_mut().rev() {
            let Scope::Region(region) = scope else {
                continue;
            };
            match region.catch {
                Catch::All => {
                    region.returns = true;
                    let (label, exit) = (&region.label, self.emit.item("Exit", span));
                    return quote_spanned!(at=> break #label #exit::Return(#value));
                }
                Catch::Star => return error_block(what, text::inside_star("return")),
                Catch::Raise | Catch::Result | Catch::Jumps => {}
            }
        }
        let ok = emit::ok(span);
        match self.root {
            Root::Coroutine(_) | Root::Generator => quote_spanned!(at=> return #ok(#value)),
            Root::Free => quote_spanned!(at=> return #value),
        }
    }

    /// Carries out `jump` with `value`. `None` if it stays as the user wrote it.
    pub(super) fn jump(&mut self, jump: &Jump, value: Option<&TokenStream>) -> Option<TokenStream> {
        let closed = self.closed();
        let span = jump.keyword.span();
        let at = emit::at(span);
        match scope::resolve(&self.scopes, jump, closed) {
            Target::Direct => None,
            Target::Nowhere => {
                let keyword = &jump.keyword;
                let outside_loop =
                    || error_block(keyword, text::outside_loop(&keyword.to_string()));
                let unknown = |label: &syn::Lifetime| {
                    error_block(label, text::unknown_label(&label.to_string()))
                };
                Some(jump.label.as_ref().map_or_else(outside_loop, unknown))
            }
            Target::Star => {
                let keyword = &jump.keyword;
                Some(error_block(keyword, text::inside_star(&keyword.to_string())))
            }
            Target::Named(index) => {
                let number = self.number();
                let Some(Scope::Loop(target)) = self.scopes.get_mut(index) else {
                    return None;
                };
                let keyword = Ident::new(&jump.keyword.to_string(), at);
                let label = match &target.done {
                    Some(done) if jump.keyword == "break" => done.clone(),
                    _ => target
                        .label
                        .get_or_insert_with(|| emit::label(&format!("'__loop{number}"), span))
                        .clone(),
                };
                Some(quote_spanned!(at=> #keyword #label #value))
            }
            Target::Region(index) => {
                let exit = self.emit.item("Exit", span);
                let Some(Scope::Region(region)) = self.scopes.get_mut(index) else {
                    return None;
                };
                let n = region.jump(jump.clone());
                let label = region.label.clone();
                let unit = quote_spanned!(at=> ());
                let nth = scope::nth(self.emit, n, value.unwrap_or(&unit), span);
                Some(quote_spanned!(at=> break #label #exit::Jump(#nth)))
            }
        }
    }

    /// `let exit = 'label: { Exit::Done(body) };`
    pub(crate) fn caught(
        &self,
        region: &Region,
        exit: &Ident,
        body: &TokenStream,
        span: Span,
    ) -> TokenStream {
        let (name, label) = (self.emit.item("Exit", span), &region.label);
        let ty = region.exit_type(self.emit, span);
        let at = emit::at(span);
        let (value, reached) = (emit::value(body, span), emit::reached(span));
        quote_spanned! {at=>
            let #exit: #ty = #label: { let __value = #value; #reached #name::Done(__value) };
        }
    }

    /// Carries out, behind a region, what ended there. `exit` is the `Exit`, `raised` what
    /// happens to an exception (`__exception`), if it does not simply go on.
    pub(crate) fn dispatch(
        &mut self,
        region: &Region,
        exit: &Ident,
        raised: Option<&TokenStream>,
        span: Span,
    ) -> TokenStream {
        let name = self.emit.item("Exit", span);
        let either = self.emit.item("Either", span);
        let at = emit::at(span);
        let raised = match (region.raises, raised) {
            (None, _) => quote_spanned!(at=> match __exception {}),
            (Some(_), Some(raised)) => raised.clone(),
            (Some(from), None) => self.propagate(&quote_spanned!(at=> __exception), from),
        };
        let returned = if region.returns {
            let value = quote_spanned!(at=> __value);
            self.return_(&value, &value, span)
        } else {
            quote_spanned!(at=> match __value {})
        };
        let never = quote_spanned!(at=> match __jump {});
        let mut jumped = never;
        for jump in region.jumps.iter().rev() {
            let value = jump.value.then(|| quote_spanned!(at=> __value));
            let binding = value.clone().unwrap_or_else(|| quote_spanned!(at=> ()));
            let carried = self.jump(jump, value.as_ref()).unwrap_or_else(|| {
                let Jump { keyword, label, value: _ } = jump;
                let keyword = Ident::new(&keyword.to_string(), emit::at(keyword.span()));
                quote!(#keyword #label #value)
            });
            jumped = quote_spanned! {at=>
                match __jump {
                    #[allow(clippy::needless_continue)] // the call may be the last thing in a loop
                    #either::First(#binding) => #carried,
                    #either::Other(__jump) => #jumped,
                }
            };
        }
        quote_spanned! {at=>
            match #exit {
                #name::Done(__value) => __value,
                #name::Raise(__exception) => #raised,
                #name::Return(__value) => #returned,
                #name::Jump(__jump) => #jumped,
            }
        }
    }
}
