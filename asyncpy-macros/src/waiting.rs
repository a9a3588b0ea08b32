//! `wait!`, `wait_for!`, `as_completed!`, `timeout!`, `shield!`: what is waited for, and asyncio's keywords.
//!
//! | Written | Printed |
//! | --- | --- |
//! | `wait!(tasks, timeout = t)` | `wait(tasks, WaitOptions::new().timeout(t))` |
//! | `wait_for!(a, t)`, `wait_for!(a, timeout = t)` | `wait_for(awaitable(a), t)` |
//! | `as_completed!(many, timeout = t)` | `as_completed(many, t)`, with `None` if there is no timeout |
//! | `timeout!(t)`, `timeout!(delay = t)` | `timeout(t)` |
//! | `shield!(a)` | `shield(awaitable(a))` |

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::Expr;

use crate::diag::{Errors, text};
use crate::emit::{self, Emit};
use crate::keywords::{self, Arguments};

/// One of the macros.
struct Call {
    name: &'static str,
    /// The names of what it needs, in order. The first stands without its name, the others may.
    needed: &'static [&'static str],
    /// The keywords that may be left out.
    optional: &'static [&'static str],
    /// Whether the first one can be given by its name.
    first_by_name: bool,
    /// A call that is right.
    example: &'static str,
    /// What is wrong with a star in front of the first.
    splat: fn(&str) -> String,
}

const WAIT: Call = Call {
    name: "wait",
    needed: &["tasks"],
    optional: &["timeout", "return_when"],
    first_by_name: false,
    example: "wait!(tasks, timeout = 1.5)",
    splat: text::splat_of_iterable,
};

const WAIT_FOR: Call = Call {
    name: "wait_for",
    needed: &["awaitable", "timeout"],
    optional: &[],
    first_by_name: false,
    example: "wait_for!(fetch(1), timeout = 1.5)",
    splat: text::splat,
};

const AS_COMPLETED: Call = Call {
    name: "as_completed",
    needed: &["awaitables"],
    optional: &["timeout"],
    first_by_name: false,
    example: "as_completed!(tasks, timeout = 1.5)",
    splat: text::splat_of_iterable,
};

const TIMEOUT: Call = Call {
    name: "timeout",
    needed: &["delay"],
    optional: &[],
    first_by_name: true,
    example: "timeout!(1.5)",
    splat: text::splat_of_one,
};

const SHIELD: Call = Call {
    name: "shield",
    needed: &["awaitable"],
    optional: &[],
    first_by_name: false,
    example: "shield!(fetch(1))",
    splat: text::splat,
};

/// Expands the arguments of `wait!`.
pub(crate) fn wait(emit: &Emit, tokens: TokenStream, span: Span) -> TokenStream {
    expanded(&WAIT, tokens, span, |needed, keywords| match needed {
        [tasks] => emit.with_options("wait", "WaitOptions", tasks, &keywords, span),
        _ => TokenStream::new(),
    })
}

/// Expands the arguments of `wait_for!`.
pub(crate) fn wait_for(emit: &Emit, tokens: TokenStream, span: Span) -> TokenStream {
    expanded(&WAIT_FOR, tokens, span, |needed, _| match needed {
        [first, timeout] => {
            let arguments = [emit.awaitable(first), timeout.to_token_stream()];
            emit.call("wait_for", &arguments, span)
        }
        _ => TokenStream::new(),
    })
}

/// Expands the arguments of `as_completed!`.
pub(crate) fn as_completed(emit: &Emit, tokens: TokenStream, span: Span) -> TokenStream {
    expanded(&AS_COMPLETED, tokens, span, |needed, keywords| {
        let at = emit::at(span);
        let none = quote_spanned!(at=> ::core::option::Option::None);
        let timeout = keywords.first().map_or(none, |(_, timeout)| timeout.to_token_stream());
        let awaitables = needed.iter().map(ToTokens::to_token_stream);
        emit.call("as_completed", &awaitables.chain([timeout]).collect::<Vec<_>>(), span)
    })
}

/// Expands the arguments of `timeout!`.
pub(crate) fn timeout(emit: &Emit, tokens: TokenStream, span: Span) -> TokenStream {
    expanded(&TIMEOUT, tokens, span, |needed, _| {
        let delay: Vec<_> = needed.iter().map(ToTokens::to_token_stream).collect();
        emit.call("timeout", &delay, span)
    })
}

/// Expands the arguments of `shield!`.
pub(crate) fn shield(emit: &Emit, tokens: TokenStream, span: Span) -> TokenStream {
    expanded(&SHIELD, tokens, span, |needed, _| {
        let awaitable: Vec<_> = needed.iter().map(|needed| emit.awaitable(needed)).collect();
        emit.call("shield", &awaitable, span)
    })
}

/// Reads the arguments of `call`, and prints them, or what is wrong with them.
fn expanded(
    call: &Call,
    tokens: TokenStream,
    span: Span,
    print: impl FnOnce(&[Expr], Vec<(syn::Ident, Expr)>) -> TokenStream,
) -> TokenStream {
    let mut errors = Errors::default();
    match read(call, tokens, span, &mut errors) {
        Some((needed, keywords)) if errors.is_empty() => print(&needed, keywords),
        _ => errors.block(),
    }
}

/// What is needed, in order, and the other keywords.
#[allow(clippy::type_complexity)] // a name for it would say no more
fn read(
    call: &Call,
    tokens: TokenStream,
    span: Span,
    errors: &mut Errors,
) -> Option<(Vec<Expr>, Vec<(syn::Ident, Expr)>)> {
    let named = if call.first_by_name { call.needed } else { &call.needed[1..] };
    let known = [named, call.optional].concat();
    let mut arguments = keywords::parse(tokens, call.name, &known, errors);
    let mut needed = Vec::new();
    for argument in std::mem::take(&mut arguments.positional) {
        if let Some(star) = argument.splat {
            errors.push_at(star, (call.splat)(call.name));
        } else if needed.len() == call.needed.len() {
            errors.push(&argument.expr, text::too_many(call.name, call.example));
        }
        if needed.len() < call.needed.len() {
            needed.push(argument.expr);
        }
    }
    for (index, name) in call.needed.iter().enumerate() {
        match arguments.take(name) {
            Some((keyword, _)) if index < needed.len() => {
                errors.push(keyword, text::repeated_keyword(name));
            }
            Some((_, value)) => needed.push(value),
            None if index < needed.len() => {}
            None if errors.is_empty() => {
                errors.push_at(span, text::missing(call.name, name, call.example));
                return None;
            }
            None => return None,
        }
    }
    let Arguments { positional: _, keywords } = arguments;
    Some((needed, keywords))
}

#[cfg(test)]
mod tests {
    use proc_macro2::{Span, TokenStream};
    use quote::quote;

    use super::{AS_COMPLETED, Call, SHIELD, TIMEOUT, WAIT, WAIT_FOR, read};
    use crate::diag::Errors;

    /// How much was read, and the first lines of the errors.
    fn parsed(call: &Call, tokens: TokenStream) -> (Option<usize>, Vec<String>) {
        let mut errors = Errors::default();
        let found = read(call, tokens, Span::call_site(), &mut errors);
        let first = |text: String| text.lines().next().unwrap_or_default().to_owned();
        (found.map(|(needed, _)| needed.len()), errors.texts().into_iter().map(first).collect())
    }

    fn count(call: &Call, tokens: TokenStream) -> usize {
        let (found, errors) = parsed(call, tokens);
        assert_eq!(errors, [""; 0]);
        found.unwrap()
    }

    fn error(call: &Call, tokens: TokenStream) -> String {
        let errors = parsed(call, tokens).1;
        assert_eq!(errors.len(), 1, "{errors:?}");
        errors.concat()
    }

    #[test]
    fn calls_of_all_kinds() {
        assert_eq!(count(&WAIT, quote!(tasks, timeout = 1, return_when = FIRST_COMPLETED)), 1);
        assert_eq!(count(&WAIT_FOR, quote!(a, 1)), 2);
        assert_eq!(count(&WAIT_FOR, quote!(a, timeout = None,)), 2);
        assert_eq!(count(&AS_COMPLETED, quote!([a, b])), 1);
        assert_eq!(count(&TIMEOUT, quote!(1)), 1);
        assert_eq!(count(&TIMEOUT, quote!(delay = 1)), 1);
        assert_eq!(count(&SHIELD, quote!(a)), 1);
    }

    #[test]
    fn every_mistake_is_one_error() {
        assert_eq!(error(&WAIT, quote!()), "`wait!` needs its argument `tasks`");
        assert_eq!(error(&WAIT, quote!(a, b)), "too many arguments for `wait!`");
        assert_eq!(error(&WAIT, quote!(*a)), "`wait!` takes an iterable as it is");
        assert_eq!(error(&WAIT, quote!(a, timeot = 1)), "`wait!` has no keyword `timeot`");
        assert_eq!(error(&WAIT_FOR, quote!(a)), "`wait_for!` needs its argument `timeout`");
        let repeated = "keyword argument repeated: `timeout`";
        assert_eq!(error(&WAIT_FOR, quote!(a, 1, timeout = 2)), repeated);
        assert_eq!(error(&WAIT, quote!(a, timeout = 1, timeout = 2)), repeated);
        assert_eq!(error(&SHIELD, quote!(a, loop = b)), "`shield!` has no keyword `loop`");
        assert_eq!(parsed(&WAIT_FOR, quote!(*a, b c, d = 1)).1.len(), 3);
    }
}
