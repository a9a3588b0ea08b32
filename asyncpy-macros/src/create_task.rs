//! `create_task!`, `ensure_future!`, `run!`: one coroutine and asyncio's keywords.

use proc_macro2::{Span, TokenStream};
use syn::Expr;

use crate::diag::{Errors, text};
use crate::emit::Emit;
use crate::keywords::{self, Arguments};

/// Expands the arguments of `create_task!`.
pub(crate) fn create_task(emit: &Emit, tokens: TokenStream, span: Span) -> TokenStream {
    let known = ["name", "context", "eager_start"];
    let example = "create_task!(fetch(1), name = \"first\")";
    match one(tokens, "create_task", &known, example, span) {
        Ok((coroutine, keywords)) => {
            emit.with_options("spawn", "TaskOptions", &coroutine, &keywords, span)
        }
        Err(errors) => errors,
    }
}

/// Expands the arguments of `run!`.
pub(crate) fn run(emit: &Emit, tokens: TokenStream, span: Span) -> TokenStream {
    let known = ["debug", "loop_factory"];
    match one(tokens, "run", &known, "run!(main(), debug = true)", span) {
        Ok((coroutine, keywords)) => {
            emit.with_options("run", "RunOptions", &coroutine, &keywords, span)
        }
        Err(errors) => errors,
    }
}

/// Expands the arguments of `ensure_future!`.
pub(crate) fn ensure_future(emit: &Emit, tokens: TokenStream, span: Span) -> TokenStream {
    match one(tokens, "ensure_future", &["loop"], "ensure_future!(fetch(1))", span) {
        Ok((awaitable, keywords)) => {
            let event_loop = keywords.first().map(|(_, event_loop)| event_loop);
            emit.ensure_future(&awaitable, event_loop, span)
        }
        Err(errors) => errors,
    }
}

/// Reads one positional argument and keywords, or gives the errors.
fn one(
    tokens: TokenStream,
    name: &str,
    known: &[&str],
    example: &str,
    span: Span,
) -> Result<(Expr, Vec<(syn::Ident, Expr)>), TokenStream> {
    let mut errors = Errors::default();
    let Arguments { positional, keywords } = keywords::parse(tokens, name, known, &mut errors);
    let mut coroutine = None;
    for argument in positional {
        if let Some(star) = argument.splat {
            errors.push_at(star, text::splat(name));
        } else if coroutine.is_some() {
            errors.push(&argument.expr, text::second_argument(name));
        }
        coroutine.get_or_insert(argument.expr);
    }
    match coroutine {
        Some(coroutine) if errors.is_empty() => return Ok((coroutine, keywords)),
        None if errors.is_empty() => errors.push_at(span, text::missing_argument(name, example)),
        Some(_) | None => {}
    }
    Err(errors.block())
}
