//! Prints every call of the runtime. No other file knows a path into it.
//!
//! Terms: the *private module* is `__private` of the facade, which holds all that expansions may
//! name. Its path is `::asyncpy::__private` in attributes, `path::__private` with `crate = path`,
//! and `$crate::__private` in expression macros, whose `macro_rules!` shells hand `($crate)` over.
//!
//! Rules:
//! 1. Glue has the location of the user's token that it stands for, and the hygiene of this crate
//!    ([`at`]): errors point at the user's code, and lints leave the glue alone.
//! 2. Names of ours begin with `__`; everything else is an absolute path.
//! 3. Braces that the user wrote are printed with our hygiene ([`braces`]), for rustc lints a
//!    block in a place where only we put one.

use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, Lifetime, Type};

/// The location of `span`, with our hygiene.
pub(crate) fn at(span: Span) -> Span {
    span.resolved_at(Span::mixed_site())
}

/// The line of `span`, or 0 where there is none (outside the compiler).
pub(crate) fn line_of(span: Span) -> u32 {
    if proc_macro::is_available() { u32::try_from(span.unwrap().line()).unwrap_or(0) } else { 0 }
}

/// `{ tokens }` with our hygiene, at `span`.
pub(crate) fn braces(tokens: TokenStream, span: Span) -> TokenStream {
    let mut group = Group::new(Delimiter::Brace, tokens);
    group.set_span(at(span));
    TokenTree::Group(group).into()
}

/// The value of a block of the user's, as that of a function's body: what its last expression borrows
/// lives as long, and a block that only leaves is not reported as a part of ours that does.
pub(crate) fn value(block: &TokenStream, span: Span) -> TokenStream {
    let span = at(span);
    quote_spanned!(span=> match () { () => #block })
}

/// `(value,).0`, which rustc takes for the user's text from `first` to `last`: it reports a value that is
/// not used there, and else at the attribute.
pub(crate) fn statement(value: &TokenStream, first: Span, last: Span) -> TokenStream {
    let mut tuple = Group::new(Delimiter::Parenthesis, quote!(#value,));
    tuple.set_span(first);
    let mut index = Literal::usize_unsuffixed(0);
    index.set_span(last);
    let (at, dot) = (at(first), quote_spanned!(last=> .));
    // The value may never be there.
    let allow = quote_spanned!(at=> #[allow(unreachable_code, clippy::diverging_sub_expression)]);
    quote!(#allow #tuple #dot #index)
}

/// A value in parentheses, with the parentheses as if the user had written them at `span`, so that
/// an expression that begins with them is taken for the user's.
pub(crate) fn reparenthesized(value: &TokenStream, span: Span) -> TokenStream {
    let respan = |token| match token {
        TokenTree::Group(mut group) if group.delimiter() == Delimiter::Parenthesis => {
            group.set_span(span);
            TokenTree::Group(group)
        }
        other => other,
    };
    value.clone().into_iter().map(respan).collect()
}

/// A local variable of ours.
pub(crate) fn local(name: &str, span: Span) -> Ident {
    Ident::new(name, at(span))
}

/// A label of ours.
pub(crate) fn label(name: &str, span: Span) -> Lifetime {
    Lifetime::new(name, at(span))
}

/// `::core::result::Result::Ok`.
pub(crate) fn ok(span: Span) -> TokenStream {
    let span = at(span);
    quote_spanned!(span=> ::core::result::Result::Ok)
}

/// `::core::result::Result::Err`.
pub(crate) fn err(span: Span) -> TokenStream {
    let span = at(span);
    quote_spanned!(span=> ::core::result::Result::Err)
}

/// Goes behind a statement that may never end. rustc reports the first thing that cannot be
/// reached, also in expansions; this one is ours, is allowed to be, and does nothing.
pub(crate) fn reached(span: Span) -> TokenStream {
    let span = at(span);
    quote_spanned!(span=> #[allow(unreachable_code)] {})
}

/// The printer: a path to the private module.
#[derive(Clone)]
pub(crate) struct Emit {
    /// The path of the facade.
    krate: TokenStream,
}

impl Emit {
    /// A printer for the facade at `krate`.
    pub(crate) fn new(krate: TokenStream) -> Self {
        Self { krate }
    }

    /// The path of the facade itself, located at `span`. Each token keeps its hygiene, which is
    /// what makes `$crate` work.
    fn krate(&self, span: Span) -> TokenStream {
        self.krate
            .clone()
            .into_iter()
            .map(|mut token| {
                token.set_span(span.resolved_at(token.span()));
                token
            })
            .collect()
    }

    /// `name` of the private module.
    pub(crate) fn item(&self, name: &str, span: Span) -> TokenStream {
        let krate = self.krate(span);
        let span = at(span);
        let name = Ident::new(name, span);
        quote_spanned!(span=> #krate::__private::#name)
    }

    // Coroutines.

    /// The frame type that the code below names: what tracebacks know of the function.
    pub(crate) fn frame(&self, name: &str, span: Span) -> TokenStream {
        let (frame, code) = (self.item("Frame", span), self.item("Code", span));
        let line = Literal::u32_unsuffixed(line_of(span));
        let span = at(span);
        quote_spanned! {span=>
            enum __Frame {}
            impl #frame for __Frame {
                const CODE: &'static #code = &#code { name: #name, file: ::core::file!(), line: #line };
            }
        }
    }

    /// Brings the methods that `.await` becomes into scope.
    pub(crate) fn traits(&self, span: Span) -> TokenStream {
        let krate = self.krate(span);
        let span = at(span);
        quote_spanned! {span=>
            #[allow(unused_imports)] // not every body awaits
            use #krate::__private::{
                ProbeForeign as _, RaiseError as _, RaiseException as _, RaiseInto as _, RaiseNothing as _,
            };
        }
    }

    /// `Coroutine<impl Future<Output = Result<output, Exception>>>`. The `impl` is ours, and so of
    /// edition 2024: it captures all lifetimes in every edition.
    pub(crate) fn coroutine_type(&self, output: &TokenStream, span: Span) -> TokenStream {
        let (coroutine, exception) = (self.item("Coroutine", span), self.item("Exception", span));
        let span = at(span);
        quote_spanned! {span=>
            #coroutine<impl ::core::future::Future<Output = ::core::result::Result<#output, #exception>>>
        }
    }

    /// `BoxCoroutine<'lifetime, output>`.
    pub(crate) fn boxed_type(
        &self,
        lifetime: &Lifetime,
        output: &TokenStream,
        span: Span,
    ) -> TokenStream {
        let coroutine = self.item("BoxCoroutine", span);
        let span = at(span);
        quote_spanned!(span=> #coroutine<#lifetime, #output>)
    }

    /// The type that stands for `!` where rustc does not accept `!` yet.
    pub(crate) fn never_type(&self, never: &Type, span: Span) -> TokenStream {
        let function = self.item("Returning", span);
        let span = at(span);
        quote_spanned!(span=> <fn() -> #never as #function>::Output)
    }

    /// The coroutine around `body`, which ends in a value, not in a `Result`.
    pub(crate) fn coroutine(&self, parts: CoroutineParts<'_>) -> TokenStream {
        let CoroutineParts { rebind, output, body, boxed, span } = parts;
        let (coroutine, frame) = (self.item("Coroutine", span), self.item("Frame", span));
        let (exception, traits) = (self.item("Exception", span), self.traits(span));
        let pin = boxed.then(|| self.item("boxed", span));
        let span = at(span);
        let value = value(body, span);
        let annotation = output.map(|output| quote_spanned!(span=> : #output));
        let future = quote_spanned! {span=>
            async move {
                #traits
                #rebind
                let __ret #annotation = #value;
                #[allow(unreachable_code)] // the body may never end
                ::core::result::Result::<_, #exception>::Ok(__ret)
            }
        };
        let future = match pin {
            Some(pin) => quote_spanned!(span=> #pin(#future)),
            None => future,
        };
        quote_spanned!(span=> #coroutine::new(<__Frame as #frame>::CODE, #future))
    }

    /// `AsyncGenerator<item, Option<sent>>`, or without what is sent.
    pub(crate) fn generator_type(
        &self,
        item: &TokenStream,
        sent: Option<&Type>,
        span: Span,
    ) -> TokenStream {
        let generator = self.item("AsyncGenerator", span);
        let span = at(span);
        let sent = sent.map(|sent| quote_spanned!(span=> , ::core::option::Option<#sent>));
        quote_spanned!(span=> #generator<#item #sent>)
    }

    /// `AsyncGeneratorContextManager<item>`.
    pub(crate) fn manager_type(&self, item: &TokenStream, span: Span) -> TokenStream {
        let manager = self.item("AsyncGeneratorContextManager", span);
        let span = at(span);
        quote_spanned!(span=> #manager<#item>)
    }

    /// The generator of type `ty` around `body`. The type is written out: `yield_!` needs it.
    pub(crate) fn generator(
        &self,
        ty: &TokenStream,
        rebind: &TokenStream,
        body: &TokenStream,
        span: Span,
    ) -> TokenStream {
        let frame = self.item("Frame", span);
        let (exception, traits) = (self.item("Exception", span), self.traits(span));
        let span = at(span);
        let value = value(body, span);
        quote_spanned! {span=>
            <#ty>::new(<__Frame as #frame>::CODE, move |__yielder| async move {
                #traits
                #rebind
                let __ret: () = #value;
                #[allow(unreachable_code)] // the body may never end
                ::core::result::Result::<_, #exception>::Ok(__ret)
            })
        }
    }

    /// `AsyncGeneratorContextManager::new(generator)`.
    pub(crate) fn manager(&self, generator: &TokenStream, span: Span) -> TokenStream {
        let manager = self.item("AsyncGeneratorContextManager", span);
        let span = at(span);
        quote_spanned!(span=> #manager::new(#generator))
    }

    /// What a generator is resumed with, after it has yielded `value`.
    #[allow(clippy::unused_self)] // a method as its siblings are
    pub(crate) fn yielded(&self, value: &TokenStream, span: Span) -> TokenStream {
        let span = at(span);
        quote_spanned!(span=> __yielder.__yield(#value).await)
    }

    // Awaiting and leaving.

    /// `operand.await`, before its output is looked at.
    pub(crate) fn wrapped(&self, operand: &TokenStream, line: u32, span: Span) -> TokenStream {
        let probe = self.item("Probe", span);
        let line = Literal::u32_unsuffixed(line);
        let span = at(span);
        quote_spanned!(span=> #probe(#operand).__wrap::<__Frame, #line>().await)
    }

    /// The value of the awaited `wrapped`, or `leave`, in which `__error` is the exception.
    pub(crate) fn raising(
        &self,
        wrapped: &TokenStream,
        leave: &TokenStream,
        span: Span,
    ) -> TokenStream {
        let tag = self.item("tag", span);
        let span = at(span);
        quote_spanned! {span=>
            (match #wrapped {
                __value => match (&&&#tag(&__value)).__raise(__value) {
                    ::core::result::Result::Ok(__value) => __value,
                    ::core::result::Result::Err(__error) => #leave,
                },
            })
        }
    }

    /// `operand?`, with `leave` as in [`Emit::raising`].
    pub(crate) fn question_mark(
        &self,
        operand: &TokenStream,
        leave: &TokenStream,
        span: Span,
    ) -> TokenStream {
        let function = self.item("QuestionMark", span);
        let span = at(span);
        let call = quote_spanned!(span=> #function::__question_mark(#operand));
        self.checked(&call, leave, span)
    }

    /// The value of `result`, a `Result<_, Exception>`, or `leave`.
    #[allow(clippy::unused_self)] // a method as its siblings are
    pub(crate) fn checked(
        &self,
        result: &TokenStream,
        leave: &TokenStream,
        span: Span,
    ) -> TokenStream {
        let span = at(span);
        quote_spanned! {span=>
            (match #result {
                ::core::result::Result::Ok(__value) => __value,
                ::core::result::Result::Err(__error) => #leave,
            })
        }
    }

    /// Notes on the exception that it passes `line`.
    pub(crate) fn leaving(&self, exception: &TokenStream, line: u32, span: Span) -> TokenStream {
        let leave = self.item("leave", span);
        let line = Literal::u32_unsuffixed(line);
        let span = at(span);
        quote_spanned!(span=> #leave::<__Frame>(#exception, #line))
    }

    /// Notes on the exception that it was raised while `handled` was.
    pub(crate) fn chained(
        &self,
        exception: &TokenStream,
        handled: &TokenStream,
        span: Span,
    ) -> TokenStream {
        let chain = self.item("chain", span);
        let span = at(span);
        quote_spanned!(span=> #chain(#exception, #handled))
    }
}

/// What [`Emit::coroutine`] prints.
pub(crate) struct CoroutineParts<'a> {
    /// Statements that move the arguments into the coroutine.
    pub(crate) rebind: &'a TokenStream,
    /// The type of the body's value, if it can be written in a `let`.
    pub(crate) output: Option<&'a TokenStream>,
    /// The body, rewritten, with its braces.
    pub(crate) body: &'a TokenStream,
    /// Whether the future is boxed.
    pub(crate) boxed: bool,
    /// The function's name.
    pub(crate) span: Span,
}

/// A call of a macro of ours that expands to nothing: an import that only the attribute has read
/// is used.
pub(crate) fn consumed(path: &syn::Path) -> TokenStream {
    quote!(#path!(@used);)
}

/// A mention of somebody else's macro whose call was wrong, so that its import is used.
pub(crate) fn mentioned(path: &syn::Path) -> TokenStream {
    let span = at(path.span());
    quote_spanned!(span=> #[allow(unused_imports)] use #path as _;)
}

/// Calls of asyncio's functions.
impl Emit {
    /// `awaitable(item)`: the item, whose type is checked where it stands.
    pub(crate) fn awaitable(&self, item: &Expr) -> TokenStream {
        let awaitable = self.item("awaitable", item.span());
        let span = at(item.span());
        quote_spanned!(span=> #awaitable(#item))
    }

    /// `function(argument, …)`.
    pub(crate) fn call(
        &self,
        function: &str,
        arguments: &[TokenStream],
        span: Span,
    ) -> TokenStream {
        let function = self.item(function, span);
        quote_spanned!(at(span)=> #function(#(#arguments),*))
    }

    /// `ensure_future(item)`, or `ensure_future_on(item, event_loop)`.
    pub(crate) fn ensure_future(
        &self,
        item: &Expr,
        event_loop: Option<&Expr>,
        span: Span,
    ) -> TokenStream {
        let name = if event_loop.is_some() { "ensure_future_on" } else { "ensure_future" };
        let function = self.item(name, span);
        let item = self.awaitable(item);
        let event_loop = event_loop.into_iter();
        quote_spanned!(at(span)=> #function(#item #(, #event_loop)*))
    }

    /// `function(coroutine, Options::new().keyword(value)…)`.
    pub(crate) fn with_options(
        &self,
        function: &str,
        options: &str,
        coroutine: &Expr,
        keywords: &[(Ident, Expr)],
        span: Span,
    ) -> TokenStream {
        let (function, options) = (self.item(function, span), self.item(options, span));
        let at = at(span);
        let keywords = keywords.iter().map(|(name, value)| {
            let at = self::at(name.span());
            quote_spanned!(at=> .#name(#value))
        });
        quote_spanned!(at=> #function(#coroutine, #options::new()#(#keywords)*))
    }

    /// `gather_tuple((item, …))`.
    pub(crate) fn gather_tuple(&self, items: &[Expr], exceptions: bool, span: Span) -> TokenStream {
        let name = if exceptions { "gather_tuple_exceptions" } else { "gather_tuple" };
        let function = self.item(name, span);
        let items = items.iter().map(|item| self.awaitable(item));
        quote_spanned!(at(span)=> #function((#(#items,)*)))
    }

    /// `awaitables(items)`: the iterable, checked where it stands.
    fn awaitables(&self, items: &Expr) -> TokenStream {
        let awaitables = self.item("awaitables", items.span());
        let span = at(items.span());
        quote_spanned!(span=> #awaitables(#items))
    }

    /// `gather_iter(items)`.
    pub(crate) fn gather_iter(&self, items: &Expr, exceptions: bool, span: Span) -> TokenStream {
        let name = if exceptions { "gather_iter_exceptions" } else { "gather_iter" };
        let (function, items) = (self.item(name, span), self.awaitables(items));
        let span = at(span);
        quote_spanned!(span=> #function(#items))
    }

    /// `.one(item)` or `.many(items)`.
    pub(crate) fn splat_step(&self, item: &Expr, splat: bool) -> TokenStream {
        let checked = if splat { self.awaitables(item) } else { self.awaitable(item) };
        let span = at(item.span());
        let method = Ident::new(if splat { "many" } else { "one" }, span);
        quote_spanned!(span=> .#method(#checked))
    }

    /// `Splat::new().one(item).many(items)….gather()`.
    pub(crate) fn gather_splat(
        &self,
        steps: TokenStream,
        exceptions: bool,
        span: Span,
    ) -> TokenStream {
        let splat = self.item("Splat", span);
        let span = at(span);
        let finish = Ident::new(if exceptions { "gather_exceptions" } else { "gather" }, span);
        quote_spanned!(span=> #splat::new()#steps.#finish())
    }
}
