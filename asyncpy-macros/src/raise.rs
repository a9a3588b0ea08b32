//! `raise!`: leaves with an exception.
//!
//! | Written | Raised |
//! | --- | --- |
//! | `raise!(value)` | an exception, or any error |
//! | `raise!(ValueError)`, `raise!(ValueError())`, `raise!(ValueError("a", 1))` | `ValueError::new((…))` |
//! | `raise!(OfTheUser())` | `OfTheUser::new(())` |
//! | `raise!(value from cause)`, `raise!(value from None)` | with `__cause__` set |
//! | `raise!()` | the exception being handled, as it is |

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::parse::{ParseStream, Parser};
use syn::spanned::Spanned;
use syn::{Expr, ExprCall, Ident, Lit, Path};

use crate::diag::{Errors, error_block, last_span, text};
use crate::emit;
use crate::rewrite::Rewriter;

/// The built-in exception classes, and asyncio's. Only these can be raised without arguments or
/// with several: of other names it is not known whether they are classes or values.
const CLASSES: &[&str] = &[
    "ArithmeticError",
    "AssertionError",
    "AttributeError",
    "BaseException",
    "BaseExceptionGroup",
    "BlockingIOError",
    "BrokenBarrierError",
    "BrokenPipeError",
    "BufferError",
    "CancelledError",
    "ChildProcessError",
    "ConnectionAbortedError",
    "ConnectionError",
    "ConnectionRefusedError",
    "ConnectionResetError",
    "DeprecationWarning",
    "EOFError",
    "EnvironmentError",
    "Exception",
    "ExceptionGroup",
    "FileExistsError",
    "FileNotFoundError",
    "FloatingPointError",
    "FutureWarning",
    "GeneratorExit",
    "IOError",
    "ImportError",
    "ImportWarning",
    "IncompleteReadError",
    "IndentationError",
    "IndexError",
    "InterruptedError",
    "InvalidStateError",
    "IsADirectoryError",
    "KeyError",
    "KeyboardInterrupt",
    "LimitOverrunError",
    "LookupError",
    "MemoryError",
    "ModuleNotFoundError",
    "NameError",
    "NotADirectoryError",
    "NotImplementedError",
    "OSError",
    "OverflowError",
    "PermissionError",
    "ProcessLookupError",
    "QueueEmpty",
    "QueueFull",
    "QueueShutDown",
    "RecursionError",
    "ReferenceError",
    "ResourceWarning",
    "RuntimeError",
    "RuntimeWarning",
    "SendfileNotAvailableError",
    "StopAsyncIteration",
    "StopIteration",
    "SyntaxError",
    "SystemError",
    "SystemExit",
    "TimeoutError",
    "TypeError",
    "UnboundLocalError",
    "UnicodeDecodeError",
    "UnicodeEncodeError",
    "UnicodeError",
    "UserWarning",
    "ValueError",
    "Warning",
    "ZeroDivisionError",
];

/// The arguments of `raise!`.
enum Raise {
    /// Nothing.
    Again,
    /// A value or class, and what follows `from`.
    Value(Box<Expr>, Option<Box<Expr>>),
}

/// Lowers the arguments of `raise!`.
pub(crate) fn lower(rewriter: &mut Rewriter<'_>, tokens: TokenStream, span: Span) -> TokenStream {
    let mut errors = Errors::default();
    let Some(raise) = parse(tokens, &mut errors) else {
        return errors.block();
    };
    let line = emit::line_of(span);
    let at = emit::at(span);
    match raise {
        Raise::Again => {
            let Some(caught) = rewriter.handler() else {
                return error_block(Ident::new("raise", span), text::RAISE_OUTSIDE);
            };
            let again = quote_spanned!(at=> ::core::clone::Clone::clone(&#caught));
            rewriter.propagate(&again, span)
        }
        Raise::Value(value, cause) => {
            let exception = exception(rewriter, *value);
            let exception = match cause {
                None => exception,
                Some(cause) => {
                    let from = rewriter.emit.item("raise_from", span);
                    let cause = if is_none(&cause) {
                        quote_spanned!(at=> ::core::option::Option::None)
                    } else {
                        let cause = self::exception(rewriter, *cause);
                        quote_spanned!(at=> ::core::option::Option::Some(#cause))
                    };
                    quote_spanned!(at=> #from(#exception, #cause))
                }
            };
            rewriter.raise(&exception, line, span)
        }
    }
}

/// The exception that `value` stands for.
fn exception(rewriter: &mut Rewriter<'_>, value: Expr) -> TokenStream {
    let span = value.span();
    match value {
        Expr::Path(path) if path.attrs.is_empty() && is_class(&path.path) => {
            construct(&path.path.to_token_stream(), &quote!(()), span)
        }
        Expr::Call(ExprCall { attrs, func, paren_token: _, args })
            if attrs.is_empty()
                && args.len() != 1
                && matches!(&*func, Expr::Path(path) if is_class(&path.path)
                    || args.is_empty() && is_camel_case(&path.path)) =>
        {
            let args: Vec<_> = args.into_iter().map(|arg| rewriter.expr(arg)).collect();
            construct(&func.to_token_stream(), &quote!((#(#args),*)), span)
        }
        value => {
            if let Some(error) = text_literal(&value) {
                return error;
            }
            let into = rewriter.emit.item("IntoException", span);
            let value = rewriter.expr(value);
            let at = emit::at(span);
            quote_spanned!(at=> #into::into_exception(#value))
        }
    }
}

fn construct(class: &TokenStream, args: &TokenStream, span: Span) -> TokenStream {
    let at = emit::at(span);
    quote_spanned!(at=> <#class>::new(#args))
}

fn is_class(path: &Path) -> bool {
    path.segments.last().is_some_and(|last| {
        last.arguments.is_none() && CLASSES.iter().any(|name| last.ident == name)
    })
}

/// Whether `path()` reads as making an exception of a class that the program declared.
fn is_camel_case(path: &Path) -> bool {
    path.segments.last().is_some_and(|last| {
        last.arguments.is_none() && last.ident.to_string().starts_with(char::is_uppercase)
    })
}

fn is_none(expr: &Expr) -> bool {
    matches!(expr, Expr::Path(path) if path.path.is_ident("None"))
}

/// The answer to `raise!("text")`.
fn text_literal(value: &Expr) -> Option<TokenStream> {
    match value {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(_) | Lit::ByteStr(_) | Lit::Int(_) | Lit::Float(_) | Lit::Bool(_) => {
                Some(error_block(literal, text::RAISE_TEXT))
            }
            _ => None,
        },
        Expr::Macro(call) if call.mac.path.is_ident("format") => {
            Some(error_block(call, text::RAISE_TEXT))
        }
        _ => None,
    }
}

fn parse(tokens: TokenStream, errors: &mut Errors) -> Option<Raise> {
    let last = last_span(&tokens);
    let mut found = None;
    let parser = |input: ParseStream<'_>| {
        found = raise(input, errors)?;
        Ok(())
    };
    if let Err(error) = parser.parse2(tokens) {
        errors.push_parse_error(error, last);
    }
    found
}

fn raise(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Option<Raise>> {
    if input.is_empty() {
        return Ok(Some(Raise::Again));
    }
    let value: Expr = input.parse()?;
    let mut cause = None;
    if input.peek(Ident) && input.fork().parse::<Ident>()? == "from" {
        let from: Ident = input.parse()?;
        if input.is_empty() {
            errors.push(from, text::RAISE_FROM_NOTHING);
            return Ok(None);
        }
        cause = Some(Box::new(input.parse()?));
    }
    if !input.is_empty() {
        let first = input.parse::<TokenTree>()?;
        let rest: TokenStream = input.parse()?;
        if !rest.is_empty() || !matches!(&first, TokenTree::Punct(punct) if punct.as_char() == ',')
        {
            errors.push(first, text::RAISE_TWO);
            return Ok(None);
        }
    }
    Ok(Some(Raise::Value(Box::new(value), cause)))
}
