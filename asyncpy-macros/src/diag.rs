//! Errors: the sink that passes write to, and the table of all texts.
//!
//! Rules:
//! 1. A pass records an error and goes on; the next pass starts only if nothing was recorded, or
//!    works on what is left when the wrong part was taken out.
//! 2. An error is printed where an expression or statement is expected, as `compile_error!`, so
//!    that it has whatever type is needed and causes no second error.
//! 3. Texts are lower case, name the token, and end with `help: ` and what to type.

use std::fmt::Display;

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::Error;

/// The errors of one macro call.
#[derive(Default)]
pub(crate) struct Errors(Vec<Error>);

impl Errors {
    /// Blames `tokens`.
    pub(crate) fn push(&mut self, tokens: impl ToTokens, text: impl Display) {
        self.0.push(Error::new_spanned(tokens, text));
    }

    /// Blames a place that has no tokens at hand.
    pub(crate) fn push_at(&mut self, span: Span, text: impl Display) {
        self.0.push(Error::new(span, text));
    }

    /// Takes over an error of the parser.
    pub(crate) fn push_error(&mut self, error: Error) {
        self.0.push(error);
    }

    /// Takes over an error of the parser, which was given `tokens`. An error at the end of the input
    /// would underline the whole macro; at the last token it says something. And a parser that meets
    /// Python's `await x` is surprised somewhere behind it.
    pub(crate) fn push_parse_error(&mut self, error: Error, tokens: &TokenStream) {
        if let Some(span) = prefix_await(tokens) {
            self.push_at(span, text::PREFIX_AWAIT);
            return;
        }
        match last_span(tokens) {
            Some(last) if error.to_string().starts_with("unexpected end of input") => {
                self.0.push(Error::new(last, error));
            }
            _ => self.0.push(error),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many errors were recorded so far.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The errors as statements or items.
    pub(crate) fn statements(&self) -> TokenStream {
        self.0.iter().map(Error::to_compile_error).collect()
    }

    /// The errors as an expression of any type.
    pub(crate) fn block(&self) -> TokenStream {
        let statements = self.statements();
        quote!({ #statements })
    }

    /// The texts, for unit tests.
    #[cfg(test)]
    pub(crate) fn texts(&self) -> Vec<String> {
        self.0.iter().map(ToString::to_string).collect()
    }
}

/// The place of the last token.
pub(crate) fn last_span(tokens: &TokenStream) -> Option<Span> {
    tokens.clone().into_iter().last().map(|token| token.span())
}

/// The first `await` that stands in front of what it awaits.
fn prefix_await(tokens: &TokenStream) -> Option<Span> {
    let mut after_dot = false;
    for token in tokens.clone() {
        match &token {
            TokenTree::Ident(ident) if ident == "await" && !after_dot => return Some(ident.span()),
            TokenTree::Group(group) => {
                if let Some(span) = prefix_await(&group.stream()) {
                    return Some(span);
                }
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
        after_dot = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '.');
    }
    None
}

/// One error as an expression of any type.
pub(crate) fn error_block(tokens: impl ToTokens, text: impl Display) -> TokenStream {
    let mut errors = Errors::default();
    errors.push(tokens, text);
    errors.block()
}

/// All texts.
pub(crate) mod text {
    /// Lists names in back-ticks.
    fn list(names: &[&str]) -> String {
        let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
        quoted.join(", ")
    }

    // Attributes.

    pub(crate) const NOT_A_FUNCTION: &str =
        "this attribute belongs on a function\nhelp: write it above `async fn`";
    pub(crate) const MAIN_WITHOUT_RESULT: &str = "`main` is an `async fn`, or gives a `Result`\nhelp: write `async fn main()`, or `fn main() -> Result<(), Exception>`";
    pub(crate) const CONST_COROUTINE: &str = "a coroutine cannot be `const`\nhelp: remove `const`";
    pub(crate) const EXTERN_COROUTINE: &str =
        "a coroutine has no other ABI than Rust's\nhelp: remove `extern`";
    pub(crate) const VARIADIC_COROUTINE: &str = "a coroutine takes a fixed number of arguments";
    pub(crate) const BOXED_IMPL: &str = "a boxed coroutine returns a type with a name, not `impl Trait`\nhelp: write the type, or `Box<dyn Trait>`";
    pub(crate) const YIELDS_IMPL: &str = "a generator yields a type with a name, not `impl Trait`\nhelp: write the type, or `Box<dyn Trait>`";
    pub(crate) const SEND_TYPE: &str =
        "expected a type\nhelp: `send = i32`; then `yield_!` gives an `Option<i32>`";
    pub(crate) const CRATE_PATH: &str = "expected a path\nhelp: `crate = path::to::asyncpy`";
    pub(crate) const LEAVE_NAMES: &str =
        "expected the names of macros in a string\nhelp: `leave = \"stream\"`";
    pub(crate) const TRUE_OR_FALSE: &str =
        "expected `true` or `false`\nhelp: `virtual_time = false`";
    pub(crate) const OPTION_COMMA: &str = "expected `,` behind the option";

    pub(crate) fn missing_async(what: &str) -> String {
        format!("{what} is an `async fn`\nhelp: write `async fn`")
    }

    pub(crate) fn unknown_option(name: &str, known: &[&str]) -> String {
        if known.is_empty() {
            return format!("unknown option `{name}`\nhelp: this attribute takes no options");
        }
        format!("unknown option `{name}`\nhelp: the options are {}", list(known))
    }

    pub(crate) fn repeated_option(name: &str) -> String {
        format!("`{name}` is given twice\nhelp: remove one")
    }

    pub(crate) fn with_arguments(what: &str) -> String {
        format!("{what} takes no arguments\nhelp: remove them")
    }

    pub(crate) fn with_generics(what: &str) -> String {
        format!("{what} cannot be generic\nhelp: remove the parameters")
    }

    pub(crate) const NO_BODY: &str = "expected a body\nhelp: write `{ … }` in place of `;`";
    pub(crate) const NOT_A_MODULE: &str =
        "this attribute belongs on a module\nhelp: write it above `mod name { … }`";

    // Bodies.

    pub(crate) const PREFIX_AWAIT: &str =
        "`await` stands behind what it awaits\nhelp: `fetch(1).await`";

    pub(crate) const YIELD_OUTSIDE: &str = "`yield_!` outside of an asynchronous generator\nhelp: write `#[asyncio::async_generator]` above the `async fn`; a closure or `async` block in one is a function of its own";
    pub(crate) const YIELD_ONE: &str = "expected one value\nhelp: `yield_!((a, b))` yields a tuple";
    pub(crate) const RETURN_VALUE: &str =
        "`return` with value in an asynchronous generator\nhelp: `yield_!` it first, then `return`";

    // Macros inside coroutines.

    pub(crate) const AWAIT_IN_MACRO: &str = "this `.await` is inside a macro that cannot be read from here\nhelp: bind it to a variable first, or exempt the macro: `#[asyncio::coroutine(leave = \"name\")]`";

    pub(crate) fn hidden_in_macro(what: &str) -> String {
        format!(
            "this {what} is inside a macro that cannot be read from here\nhelp: move it out of the macro, or exempt the macro: `#[asyncio::coroutine(leave = \"name\")]`"
        )
    }

    pub(crate) fn hides_await(name: &str, ours: &str) -> String {
        format!(
            "`{name}!` hides its awaits: the coroutines in it would be dropped without their `finally`\nhelp: write `{ours}`, or exempt the macro: `#[asyncio::coroutine(leave = \"{name}\")]`"
        )
    }

    pub(crate) fn outside_loop(what: &str) -> String {
        format!("`{what}` outside of a loop")
    }

    pub(crate) fn unknown_label(label: &str) -> String {
        format!("use of undeclared label `{label}`\nhelp: write `{label}:` in front of the loop")
    }

    // `attempt!`.

    pub(crate) const EXPECTED_TRY: &str = "expected `try { … }` or an expression\nhelp: `attempt! { try { … } except ValueError as e { … } }`";
    pub(crate) const EXPECTED_CLAUSE: &str =
        "expected `except`, `else` or `finally`\nhelp: `except ValueError as e { … }`";
    pub(crate) const EXPECTED_BLOCK: &str = "expected `{ … }`";
    pub(crate) const TRY_ALONE: &str = "expected `except` or `finally` after this `try` block\nhelp: `except ValueError as e { … }`";
    pub(crate) const EXCEPT_WITHOUT_TRY: &str =
        "`except` without `try`\nhelp: `attempt! { try { … } except ValueError { … } }`";
    pub(crate) const ELSE_WITHOUT_EXCEPT: &str = "`else` needs an `except` before it\nhelp: move the statements to the end of the `try` block";
    pub(crate) const BARE_EXCEPT_NOT_LAST: &str =
        "`except` without a class must come last\nhelp: move it behind the other handlers";
    pub(crate) const MIXED_EXCEPT: &str =
        "one `try` cannot have both `except` and `except*`\nhelp: use one kind";
    pub(crate) const BARE_STAR: &str =
        "`except*` needs a class\nhelp: `except* ValueError as group { … }`";
    pub(crate) const AFTER_ELSE: &str = "handlers come before `else`\nhelp: move it up";
    pub(crate) const AFTER_FINALLY: &str = "`finally` comes last\nhelp: move it down";
    pub(crate) const TWO_ELSE: &str = "`else` is given twice\nhelp: remove one";
    pub(crate) const CATCH: &str = "expected `except`\nhelp: `except ValueError as e { … }`";
    pub(crate) const ELIF: &str = "`try` has no `elif`\nhelp: write one `else { … }`";
    pub(crate) const ELSE_IF: &str = "`try` has no `else if`\nhelp: write `else { if … { … } }`";
    pub(crate) const OLD_EXCEPT: &str = "expected `as`\nhelp: `except ValueError as e { … }`, or `except (A, B) { … }` for two classes";
    pub(crate) const EXPECTED_NAME: &str = "expected a name\nhelp: `except ValueError as e { … }`";
    pub(crate) const EXPECTED_CLASS: &str =
        "expected an exception class\nhelp: `except ValueError { … }`, or `except (A, B) { … }`";
    pub(crate) const NO_CLASS: &str = "expected at least one exception class";

    pub(crate) fn inside_star(what: &str) -> String {
        format!(
            "`{what}` cannot leave an `except*` block\nhelp: set a variable and test it behind the `attempt!`"
        )
    }

    // `raise!`.

    pub(crate) const RAISE_OUTSIDE: &str = "`raise!()` re-raises the exception of the `except` block around it, and there is none\nhelp: `raise!(ValueError(\"text\"))`";
    pub(crate) const RAISE_TEXT: &str =
        "exceptions must derive from `BaseException`\nhelp: `raise!(RuntimeError(\"text\"))`";
    pub(crate) const RAISE_TWO: &str = "expected one exception\nhelp: `raise!(ValueError(\"text\"))`, or `raise!(error from cause)`";
    pub(crate) const RAISE_FROM_NOTHING: &str =
        "expected an exception after `from`\nhelp: `raise!(error from cause)`, or `from None`";

    // Keyword macros.

    pub(crate) const EXPECTED_COMMA: &str = "expected `,` between arguments";
    pub(crate) const POSITIONAL_AFTER_KEYWORD: &str =
        "positional argument follows keyword argument\nhelp: move it to the front";
    pub(crate) const DOUBLE_SPLAT: &str = "`**` is not supported\nhelp: write the keywords out";
    pub(crate) const LITERAL_BOOL: &str = "expected `True` or `False` here, because it decides the type of the result\nhelp: `return_exceptions = True`";
    pub(crate) const GATHER_TOO_MANY: &str = "more than 12 awaitables with types of their own\nhelp: nest two `gather!`, or `gather!(*vec)` for awaitables of one type";

    pub(crate) fn unknown_keyword(name: &str, macro_name: &str, known: &[&str]) -> String {
        if known.is_empty() {
            return format!("`{macro_name}!` has no keyword `{name}`\nhelp: it takes no keywords");
        }
        format!("`{macro_name}!` has no keyword `{name}`\nhelp: it takes {}", list(known))
    }

    pub(crate) fn repeated_keyword(name: &str) -> String {
        format!("keyword argument repeated: `{name}`\nhelp: remove one")
    }

    pub(crate) fn splat(macro_name: &str) -> String {
        format!(
            "`{macro_name}!` takes one coroutine, not an iterable of them\nhelp: call it for each of them"
        )
    }

    pub(crate) fn splat_of_iterable(macro_name: &str) -> String {
        format!("`{macro_name}!` takes an iterable as it is\nhelp: remove the `*`")
    }

    pub(crate) fn splat_of_one(macro_name: &str) -> String {
        format!("`{macro_name}!` takes one value, not an iterable of them\nhelp: remove the `*`")
    }

    pub(crate) fn missing(macro_name: &str, argument: &str, example: &str) -> String {
        format!("`{macro_name}!` needs its argument `{argument}`\nhelp: `{example}`")
    }

    pub(crate) fn too_many(macro_name: &str, example: &str) -> String {
        format!("too many arguments for `{macro_name}!`\nhelp: `{example}`")
    }

    pub(crate) fn missing_argument(macro_name: &str, example: &str) -> String {
        format!("`{macro_name}!` needs a coroutine\nhelp: `{example}`")
    }

    pub(crate) fn second_argument(macro_name: &str) -> String {
        format!(
            "`{macro_name}!` takes one coroutine\nhelp: call `{macro_name}!` again for this one, or use `gather!`"
        )
    }

    // `async_with!`, `with!`, `async_for!`.

    pub(crate) const WITH_NOTHING: &str =
        "expected a context manager\nhelp: `async_with! { manager as value { … } }`";
    pub(crate) const WITH_NO_PATTERN: &str =
        "expected a name or a pattern after `as`\nhelp: `async_with! { manager as value { … } }`";
    pub(crate) const WITH_NO_BODY: &str = "expected `as`, `,` or the body\nhelp: `async_with! { manager as value { … } }`; a cast needs parentheses: `(x as T)`";
    pub(crate) const WITH_AFTER_BODY: &str = "nothing may follow the body";
    pub(crate) const FOR_SYNTAX: &str =
        "expected `pattern in iterable { … }`\nhelp: `async_for! { item in stream() { … } }`";
    pub(crate) const FOR_IN: &str = "expected `in`\nhelp: `async_for! { item in stream() { … } }`";
    pub(crate) const FOR_NOTHING: &str =
        "expected an iterable after `in`\nhelp: `async_for! { item in stream() { … } }`";
    pub(crate) const FOR_BODY: &str =
        "expected the body\nhelp: `async_for! { item in stream() { … } }`";
    pub(crate) const FOR_AFTER_BODY: &str = "expected `else { … }` or nothing after the body";
}
