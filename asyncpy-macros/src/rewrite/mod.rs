//! The body rewriter: gives `.await`, `?`, `return`, `break` and `continue` the meaning they have
//! in a coroutine, and lowers `attempt!` and its siblings on the way.
//!
//! It runs over the body of a coroutine ([`Root::Coroutine`]), and over the arguments of an
//! `attempt!`, `raise!`, `with!`, … that rustc calls by itself because it is not inside of one
//! ([`Root::Free`]): in an ordinary function, a closure, an `async` block.
//!
//! Rules:
//! 1. Closures, `async` blocks, `const` blocks and items are left alone: they are other functions.
//! 2. An expression that is wrong is replaced by its error, in place, so that the rest of the body
//!    is still checked by rustc.
//! 3. The scopes on the stack say what leaving means ([`scope`]).

pub(crate) mod arguments;
mod leaving;
pub(crate) mod scope;
pub(crate) mod tail;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Block, Expr, ExprAwait, ExprBreak, ExprConst, ExprContinue, ExprReturn, ExprTry, Item, Label,
    Lifetime, Macro, Stmt, Type,
};

use crate::diag::{error_block, text};
use crate::emit::{self, Emit};
use crate::{attempt, for_loop, raise, with, yielding};
use scope::{Catch, Jump, Loop, Region, Scope};

/// What is around the whole body.
pub(crate) enum Root {
    /// A coroutine. The type is its value's, if it can be written in a `let`.
    Coroutine(Option<TokenStream>),
    /// An asynchronous generator: a coroutine without a value, in which `yield_!` works.
    Generator,
    /// Any function: leaving it is `return Err(From::from(exception))`.
    Free,
}

/// The rewriter and its state.
pub(crate) struct Rewriter<'a> {
    pub(crate) emit: &'a Emit,
    root: Root,
    scopes: Vec<Scope>,
    /// Names of macros to leave alone.
    leave_alone: &'a [String],
    /// How many labels and variables were numbered.
    numbered: u32,
}

impl<'a> Rewriter<'a> {
    /// A rewriter for the body of a coroutine.
    pub(crate) fn coroutine(
        emit: &'a Emit,
        output: Option<TokenStream>,
        leave_alone: &'a [String],
    ) -> Self {
        Self { emit, root: Root::Coroutine(output), scopes: Vec::new(), leave_alone, numbered: 0 }
    }

    /// A rewriter for the body of an asynchronous generator.
    pub(crate) fn generator(emit: &'a Emit, leave_alone: &'a [String]) -> Self {
        Self { emit, root: Root::Generator, scopes: Vec::new(), leave_alone, numbered: 0 }
    }

    /// Rewrites what `lower` prints as the expansion of a macro outside of a coroutine.
    pub(crate) fn free(
        emit: &'a Emit,
        span: Span,
        lower: impl FnOnce(&mut Self) -> TokenStream,
    ) -> TokenStream {
        let mut rewriter =
            Self { emit, root: Root::Free, scopes: Vec::new(), leave_alone: &[], numbered: 0 };
        let region = Region::new(emit::label("'__call", span), Catch::Jumps);
        let (lowered, region) = rewriter.region(region, lower);
        let lowered = if region.jumps.is_empty() {
            lowered
        } else {
            let exit = emit::local("__exit", span);
            let caught = rewriter.caught(&region, &exit, &lowered, span);
            let dispatch = rewriter.dispatch(&region, &exit, None, span);
            quote!(#caught #dispatch)
        };
        let frame = emit.frame("<function>", span);
        let traits = emit.traits(span);
        let span = emit::at(span);
        quote_spanned!(span=> { #frame #traits #lowered })
    }

    /// Rewrites a block, and prints it with braces of ours.
    pub(crate) fn block(&mut self, block: Block) -> TokenStream {
        let Block { brace_token, stmts } = block;
        self.statements(stmts, brace_token.span.join())
    }

    /// Rewrites what is in a block at `span`, and prints it with braces of ours.
    pub(crate) fn statements(&mut self, mut stmts: Vec<Stmt>, span: Span) -> TokenStream {
        for stmt in &mut stmts {
            self.visit_stmt_mut(stmt);
        }
        emit::braces(quote!(#(#stmts)*), span)
    }

    /// Rewrites an expression that is printed as an argument, or in parentheses of ours.
    pub(crate) fn operand(&mut self, mut expr: Expr) -> TokenStream {
        self.visit_expr_mut(&mut expr);
        operand(expr)
    }

    /// Rewrites an expression.
    pub(crate) fn expr(&mut self, mut expr: Expr) -> TokenStream {
        self.visit_expr_mut(&mut expr);
        expr.into_token_stream()
    }

    /// A number for labels and variables that may be nested.
    pub(crate) fn number(&mut self) -> u32 {
        self.numbered += 1;
        self.numbered
    }

    // Scopes.

    /// Runs `inside` within `scope`, and gives the scope back.
    pub(crate) fn scoped<T>(
        &mut self,
        scope: Scope,
        inside: impl FnOnce(&mut Self) -> T,
    ) -> (T, Option<Scope>) {
        self.scopes.push(scope);
        let result = inside(self);
        (result, self.scopes.pop())
    }

    /// Runs `inside` within `region`, and gives back what ended there.
    pub(crate) fn region<T>(
        &mut self,
        region: Region,
        inside: impl FnOnce(&mut Self) -> T,
    ) -> (T, Region) {
        let (label, catch) = (region.label.clone(), region.catch);
        match self.scoped(Scope::Region(region), inside) {
            (result, Some(Scope::Region(region))) => (result, region),
            (result, _) => (result, Region::new(label, catch)),
        }
    }

    /// What the innermost handler around here handles.
    pub(crate) fn handler(&self) -> Option<&Ident> {
        self.scopes.iter().rev().find_map(|scope| match scope {
            Scope::Handler(caught) => Some(caught),
            Scope::Loop(_) | Scope::Block(_) | Scope::Region(_) | Scope::Finally(_) => None,
        })
    }

    // Expressions.

    /// `base.await`, before its output is looked at.
    pub(crate) fn awaited(&mut self, base: &TokenStream, line: u32, span: Span) -> TokenStream {
        self.emit.wrapped(base, line, span)
    }

    /// The leaving that `__error` becomes.
    pub(crate) fn raise_error(&mut self, line: u32, span: Span) -> TokenStream {
        let at = emit::at(span);
        self.raise(&quote_spanned!(at=> __error), line, span)
    }

    fn await_(&mut self, mut expr: ExprAwait) -> TokenStream {
        let line = emit::line_of(blamed(&expr.base));
        self.visit_expr_mut(&mut expr.base);
        let ExprAwait { attrs, base, dot_token: _, await_token } = expr;
        let wrapped = self.awaited(&operand(*base), line, await_token.span);
        let leave = self.raise_error(line, await_token.span);
        let value = self.emit.raising(&wrapped, &leave, await_token.span);
        quote!(#(#attrs)* #value)
    }

    fn try_(&mut self, expr: ExprTry) -> TokenStream {
        let ExprTry { attrs, expr, question_token } = expr;
        let line = emit::line_of(blamed(&expr));
        let inner = match unparenthesized(*expr) {
            Expr::Await(mut inner) => {
                self.visit_expr_mut(&mut inner.base);
                let ExprAwait { attrs, base, dot_token: _, await_token } = inner;
                let awaited = self.awaited(&operand(*base), line, await_token.span);
                quote!(#(#attrs)* #awaited)
            }
            mut other => {
                self.visit_expr_mut(&mut other);
                operand(other)
            }
        };
        let span = question_token.span();
        let leave = self.raise_error(line, span);
        let value = self.emit.question_mark(&inner, &leave, span);
        quote!(#(#attrs)* #value)
    }

    fn return_expr(&mut self, expr: ExprReturn) -> Expr {
        let ExprReturn { attrs, return_token, expr } = expr;
        if let (Root::Generator, Some(value)) = (&self.root, &expr) {
            return with_attrs(&attrs, &error_block(value, text::RETURN_VALUE));
        }
        let span = return_token.span;
        let at = emit::at(span);
        let unit = quote_spanned!(at=> ());
        let value = expr.map_or(unit, |expr| self.expr(*expr));
        let value = match &self.root {
            Root::Coroutine(Some(output)) => {
                quote_spanned!(at=> { let __ret: #output = #value; __ret })
            }
            Root::Coroutine(None) | Root::Generator | Root::Free => value,
        };
        let returned = self.return_(&value, &return_token.into_token_stream(), span);
        with_attrs(&attrs, &returned)
    }

    fn break_(&mut self, mut expr: ExprBreak) -> Expr {
        if let Some(value) = &mut expr.expr {
            self.visit_expr_mut(value);
        }
        let jump = Jump {
            keyword: Ident::new("break", expr.break_token.span),
            label: expr.label.clone(),
            value: expr.expr.is_some(),
        };
        let value = expr.expr.as_ref().map(ToTokens::to_token_stream);
        match self.jump(&jump, value.as_ref()) {
            Some(tokens) => with_attrs(&expr.attrs, &tokens),
            None => Expr::Break(expr),
        }
    }

    fn continue_(&mut self, expr: ExprContinue) -> Expr {
        let jump = Jump {
            keyword: Ident::new("continue", expr.continue_token.span),
            label: expr.label.clone(),
            value: false,
        };
        match self.jump(&jump, None) {
            Some(tokens) => with_attrs(&expr.attrs, &tokens),
            None => Expr::Continue(expr),
        }
    }

    /// Rewrites the body of a loop, and labels the loop if a jump needs it.
    fn loop_(&mut self, label: &mut Option<Label>, body: &mut Block) {
        let name = label.as_ref().map(|label| label.name.clone());
        let scope = Scope::Loop(Loop { label: name, done: None });
        let ((), scope) = self.scoped(scope, |rewriter| rewriter.visit_block_mut(body));
        if let (None, Some(Scope::Loop(Loop { label: Some(name), .. }))) = (&label, scope) {
            *label = Some(Label { colon_token: syn::Token![:](name.span()), name });
        }
    }

    /// What a macro call becomes: `None` if it stays a call, its arguments rewritten.
    fn macro_(&mut self, mac: &mut Macro) -> Option<TokenStream> {
        let name = mac.path.segments.last()?.ident.to_string();
        if self.leave_alone.contains(&name) {
            return None;
        }
        let tokens = || mac.tokens.clone();
        let span = mac.path.span();
        let lowered = match name.as_str() {
            "attempt" => attempt::lower(self, tokens(), span),
            "raise" => raise::lower(self, tokens(), span),
            "async_with" => with::lower(self, tokens(), span, with::Kind::Async),
            "with" => with::lower(self, tokens(), span, with::Kind::Sync),
            "async_for" => for_loop::lower(self, tokens(), span),
            "yield_" => yielding::lower(self, &mac.path, tokens(), span),
            "coroutine" | "python" | "include_python" => return None,
            "join" | "try_join" if self.closed() => {
                return Some(hides_await(mac, &name, "gather!(…)"));
            }
            "select" | "select_biased" if self.closed() => {
                return Some(hides_await(mac, &name, "asyncio::wait(…)"));
            }
            _ => return arguments::rewrite(self, mac),
        };
        let consumed = emit::consumed(&mac.path);
        let span = emit::at(span);
        Some(quote_spanned!(span=> { #consumed #lowered }))
    }

    /// Whether this is the body of a coroutine, so that nothing is around it.
    fn closed(&self) -> bool {
        match self.root {
            Root::Coroutine(_) | Root::Generator => true,
            Root::Free => false,
        }
    }

    /// Whether this is the body of a generator.
    pub(crate) fn yields(&self) -> bool {
        matches!(self.root, Root::Generator)
    }

    /// Whether something is around here that must see every way out.
    pub(crate) fn in_region(&self) -> bool {
        self.scopes
            .iter()
            .any(|scope| matches!(scope, Scope::Region(region) if region.catch != Catch::Jumps))
    }
}

impl VisitMut for Rewriter<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Closure(_) | Expr::Async(_) | Expr::Const(_) | Expr::TryBlock(_) => {}
            Expr::Await(_)
            | Expr::Try(_)
            | Expr::Return(_)
            | Expr::Break(_)
            | Expr::Continue(_) => {
                let taken = std::mem::replace(expr, Expr::Verbatim(TokenStream::new()));
                *expr = match taken {
                    Expr::Await(taken) => Expr::Verbatim(self.await_(taken)),
                    Expr::Try(taken) => Expr::Verbatim(self.try_(taken)),
                    Expr::Return(taken) => self.return_expr(taken),
                    Expr::Break(taken) => self.break_(taken),
                    Expr::Continue(taken) => self.continue_(taken),
                    other => other,
                };
            }
            Expr::Loop(inner) => self.loop_(&mut inner.label, &mut inner.body),
            Expr::While(inner) => {
                self.visit_expr_mut(&mut inner.cond);
                self.loop_(&mut inner.label, &mut inner.body);
            }
            Expr::ForLoop(inner) => {
                self.visit_expr_mut(&mut inner.expr);
                self.loop_(&mut inner.label, &mut inner.body);
            }
            Expr::Block(inner) => match &inner.label {
                Some(label) => {
                    let scope = Scope::Block(Some(label.name.clone()));
                    self.scoped(scope, |rewriter| rewriter.visit_block_mut(&mut inner.block));
                }
                None => self.visit_block_mut(&mut inner.block),
            },
            Expr::Macro(inner) => {
                if let Some(tokens) = self.macro_(&mut inner.mac) {
                    *expr = with_attrs(&inner.attrs, &parenthesized(&tokens));
                }
            }
            other => visit_mut::visit_expr_mut(self, other),
        }
    }

    fn visit_stmt_mut(&mut self, stmt: &mut Stmt) {
        match stmt {
            Stmt::Macro(inner) => {
                if let Some(tokens) = self.macro_(&mut inner.mac) {
                    let attrs = &inner.attrs;
                    let expr = Expr::Verbatim(quote!(#(#attrs)* #tokens));
                    *stmt = Stmt::Expr(expr, inner.semi_token);
                }
            }
            Stmt::Expr(Expr::Macro(inner), semi) => {
                if let Some(tokens) = self.macro_(&mut inner.mac) {
                    let attrs = &inner.attrs;
                    let expr = Expr::Verbatim(quote!(#(#attrs)* #tokens));
                    *stmt = Stmt::Expr(expr, *semi);
                }
            }
            Stmt::Expr(expr, Some(_)) => {
                let first = first_span(expr);
                let whole = checked_at(expr).filter(|_| !has_attrs(expr));
                let begins = checked_at(leftmost(expr)).is_some();
                self.visit_expr_mut(expr);
                if let (Expr::Verbatim(tokens), true) = (leftmost(expr), begins) {
                    *tokens = match whole {
                        Some(last) => emit::statement(tokens, first, last),
                        None => emit::reparenthesized(tokens, first),
                    };
                }
            }
            Stmt::Local(_) | Stmt::Expr(..) => visit_mut::visit_stmt_mut(self, stmt),
            Stmt::Item(_) => {}
        }
    }

    fn visit_item_mut(&mut self, _item: &mut Item) {}

    fn visit_type_mut(&mut self, _ty: &mut Type) {}

    /// In a pattern; in an expression it is not visited either.
    fn visit_expr_const_mut(&mut self, _block: &mut ExprConst) {}
}

/// `tokens` in parentheses of ours: they stand where any expression may.
fn parenthesized(tokens: &TokenStream) -> TokenStream {
    let span = emit::at(tokens.span());
    quote_spanned!(span=> (#tokens))
}

/// The expression that `expr` begins with.
fn leftmost(expr: &mut Expr) -> &mut Expr {
    match expr {
        Expr::MethodCall(inner) => leftmost(&mut inner.receiver),
        Expr::Field(inner) => leftmost(&mut inner.base),
        Expr::Index(inner) => leftmost(&mut inner.expr),
        Expr::Call(inner) => leftmost(&mut inner.func),
        Expr::Binary(inner) => leftmost(&mut inner.left),
        other => other,
    }
}

/// Where the `.await` or `?` stands, if `expr` is one.
fn checked_at(expr: &Expr) -> Option<Span> {
    match expr {
        Expr::Await(inner) => Some(inner.await_token.span),
        Expr::Try(inner) => Some(inner.question_token.span()),
        _ => None,
    }
}

fn has_attrs(expr: &Expr) -> bool {
    match expr {
        Expr::Await(inner) => !inner.attrs.is_empty(),
        Expr::Try(inner) => !inner.attrs.is_empty(),
        _ => false,
    }
}

/// Where `expr` begins.
fn first_span(expr: &Expr) -> Span {
    let first = expr.to_token_stream().into_iter().next();
    first.map_or_else(Span::call_site, |token| token.span())
}

fn with_attrs(attrs: &[syn::Attribute], tokens: &TokenStream) -> Expr {
    Expr::Verbatim(if attrs.is_empty() {
        parenthesized(tokens)
    } else {
        quote!(#(#attrs)* #tokens)
    })
}

/// An expression without the parentheses around it, which were needed where the user wrote them,
/// and would be reported where they are printed.
fn operand(expr: Expr) -> TokenStream {
    unparenthesized(expr).into_token_stream()
}

/// An expression without the parentheses around it, written or invisible (those of `$x:expr`).
fn unparenthesized(expr: Expr) -> Expr {
    match expr {
        Expr::Paren(inner) if inner.attrs.is_empty() => unparenthesized(*inner.expr),
        Expr::Group(inner) if inner.attrs.is_empty() => unparenthesized(*inner.expr),
        other => other,
    }
}

/// The answer to a macro that awaits what it is given.
fn hides_await(mac: &Macro, name: &str, ours: &str) -> TokenStream {
    let error = error_block(&mac.path, text::hides_await(name, ours));
    let mentioned = emit::mentioned(&mac.path);
    quote!({ #mentioned #error })
}

/// The place to blame for what comes out of `expr`: the name called, in a chain over several
/// lines the last one.
pub(crate) fn blamed(expr: &Expr) -> Span {
    match expr {
        Expr::MethodCall(call) => call.method.span(),
        Expr::Call(call) => blamed(&call.func),
        Expr::Field(field) => field.member.span(),
        Expr::Await(inner) => blamed(&inner.base),
        Expr::Try(inner) => blamed(&inner.expr),
        Expr::Paren(inner) => blamed(&inner.expr),
        Expr::Group(inner) => blamed(&inner.expr),
        other => other.span(),
    }
}

/// A lifetime's name as a label that can be printed in front of a block.
pub(crate) fn labelled(label: Option<&Lifetime>) -> TokenStream {
    label.map(|label| quote_spanned!(label.span()=> #label:)).unwrap_or_default()
}
