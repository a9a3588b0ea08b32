//! What the forms in `tests/expand/` expand to, written and compared.
//!
//! `ASYNCPY_EXPAND=overwrite cargo test -p asyncpy-macros` writes `tests/expand/<form>-expanded.rs`. That
//! is the exact expansion, but that paths into `::asyncpy::__private` and into the standard library are cut
//! to their last part, for it is to be read. Lines are 0: they are known inside of the compiler only.
//! Calls of other people's macros stay.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{
    Attribute, Expr, File, ImplItem, Item, Macro, Meta, QSelf, Stmt, TraitItem, parse_quote, parse2,
};

use crate::emit::Emit;
use crate::rewrite::Rewriter;
use crate::{
    attempt, coroutine, create_task, for_loop, gather, main_test, module, raise, waiting, with,
};

/// The forms, sorted.
fn forms() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/expand");
    let entries = fs::read_dir(folder).expect("the folder of the forms");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("a form").path()).collect();
    files.retain(|file| !file.to_string_lossy().ends_with("-expanded.rs"));
    files.sort();
    files
}

#[test]
fn expansions_are_those_recorded() {
    let overwrite = std::env::var("ASYNCPY_EXPAND").is_ok_and(|value| value == "overwrite");
    let forms = forms();
    assert!(forms.len() >= 26, "{}", forms.len());
    for form in forms {
        let source = fs::read_to_string(&form).expect("a form");
        let name = form.file_stem().expect("a name").to_string_lossy().into_owned();
        let expanded = expanded(&name, &source);
        let recorded = form.with_file_name(format!("{name}-expanded.rs"));
        if overwrite {
            fs::write(&recorded, &expanded).expect("a place to write to");
        }
        let recorded = fs::read_to_string(&recorded).unwrap_or_default();
        assert!(expanded == recorded, "{name} expands to something else now:\n{expanded}");
    }
}

/// Names that a program may shadow are not for expansions to use.
#[test]
fn expansions_name_things_by_absolute_paths() {
    for form in forms() {
        let source = fs::read_to_string(&form).expect("a form");
        let mut names = HashSet::new();
        collect(source.parse().expect("tokens"), &mut names);
        let mut relative = Relative { names, found: Vec::new() };
        relative.visit_file_mut(&mut expand(&source));
        assert!(relative.found.is_empty(), "{}: {:?}", form.display(), relative.found);
    }
}

/// All identifiers in `tokens`.
fn collect(tokens: TokenStream, names: &mut HashSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => _ = names.insert(ident.to_string()),
            TokenTree::Group(group) => collect(group.stream(), names),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// Finds paths that begin with neither `::`, nor a name of the program's, nor one of ours.
struct Relative {
    names: HashSet<String>,
    found: Vec<String>,
}

impl VisitMut for Relative {
    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        let first = path.segments.first().map(|first| first.ident.to_string()).unwrap_or_default();
        let known = first.starts_with("__")
            || first == "self"
            || first == "Self"
            || self.names.contains(&first);
        if path.leading_colon.is_none() && !known {
            self.found.push(path.to_token_stream().to_string());
        }
        visit_mut::visit_path_mut(self, path);
    }

    // `allow(unreachable_code)`: the names of lints.
    fn visit_attribute_mut(&mut self, _attr: &mut Attribute) {}
}

/// Expands all that is ours in a file.
fn expand(source: &str) -> File {
    let mut file: File = syn::parse_file(source).expect("a form is Rust");
    file.attrs.clear();
    file.items = items(file.items);
    Calls.visit_file_mut(&mut file);
    file
}

/// What a file expands to, as text.
fn expanded(name: &str, source: &str) -> String {
    let mut file = expand(source);
    Shortened.visit_file_mut(&mut file);
    let text = |item: Item| prettyplease::unparse(&parse_quote!(#item));
    let items = file.items.into_iter().map(text).collect::<Vec<_>>().join("\n");
    format!("//! What `{name}.rs` expands to.\n\nuse asyncpy::__private::*;\n{items}")
}

/// Expands the attributes of items.
fn items(items: Vec<Item>) -> Vec<Item> {
    items.into_iter().flat_map(item).collect()
}

fn item(mut item: Item) -> Vec<Item> {
    let attrs = match &mut item {
        Item::Fn(item) => &mut item.attrs,
        Item::Mod(item) => &mut item.attrs,
        _ => &mut Vec::new(),
    };
    if let Some(expand) = attribute(attrs) {
        let file: File = parse2(expand(item.into_token_stream())).expect("items");
        return items(file.items);
    }
    match &mut item {
        Item::Mod(inner) => {
            if let Some((_, inner)) = &mut inner.content {
                let used: Item = parse_quote!(
                    use asyncpy::__private::*;
                );
                *inner = std::iter::once(used).chain(items(std::mem::take(inner))).collect();
            }
        }
        Item::Impl(inner) => inner.items.iter_mut().for_each(|item| {
            if let ImplItem::Fn(function) = item
                && let Some(expand) = attribute(&mut function.attrs)
            {
                *item = parse2(expand(item.to_token_stream())).expect("a method");
            }
        }),
        Item::Trait(inner) => inner.items.iter_mut().for_each(|item| {
            if let TraitItem::Fn(function) = item
                && let Some(expand) = attribute(&mut function.attrs)
            {
                *item = parse2(expand(item.to_token_stream())).expect("a method");
            }
        }),
        _ => {}
    }
    vec![item]
}

/// Takes an attribute of ours out.
fn attribute(
    attrs: &mut Vec<Attribute>,
) -> Option<impl FnOnce(TokenStream) -> TokenStream + use<>> {
    let ours = |attr: &Attribute| {
        let path = attr.path();
        let first = path.segments.first().is_some_and(|first| {
            path.segments.len() == 2 && (first.ident == "asyncio" || first.ident == "asyncpy")
        });
        let expand: fn(TokenStream, TokenStream) -> TokenStream =
            match path.segments.last()?.ident.to_string().as_str() {
                "coroutine" => coroutine::attribute,
                "async_generator" => coroutine::generator,
                "asynccontextmanager" => coroutine::manager,
                "main" => main_test::main,
                "test" => main_test::test,
                "module" => module::attribute,
                _ => return None,
            };
        first.then_some(expand)
    };
    let index = attrs.iter().position(|attr| ours(attr).is_some())?;
    let attr = attrs.remove(index);
    let expand = ours(&attr)?;
    let args = match attr.meta {
        Meta::List(list) => list.tokens,
        Meta::Path(_) | Meta::NameValue(_) => TokenStream::new(),
    };
    Some(move |item| expand(args, item))
}

/// Expands the calls of macros.
struct Calls;

impl Calls {
    fn expand(call: &Macro) -> Option<TokenStream> {
        let emit = &Emit::new(quote!(::asyncpy));
        let (tokens, span) = (call.tokens.clone(), Span::call_site());
        let free = |lower: fn(&mut Rewriter<'_>, TokenStream, Span) -> TokenStream| {
            Rewriter::free(emit, span, |rewriter| lower(rewriter, call.tokens.clone(), span))
        };
        if tokens.to_string().starts_with('@') {
            return Some(TokenStream::new());
        }
        Some(match call.path.segments.last()?.ident.to_string().as_str() {
            "coroutine" => coroutine::block(emit, tokens, span),
            "attempt" => free(attempt::lower),
            "raise" => raise::expand(emit, tokens, span),
            "with" => {
                free(|rewriter, tokens, span| with::lower(rewriter, tokens, span, with::Kind::Sync))
            }
            "async_with" => free(|rewriter, tokens, span| {
                with::lower(rewriter, tokens, span, with::Kind::Async)
            }),
            "async_for" => free(for_loop::lower),
            "gather" => gather::expand(emit, tokens, span),
            "create_task" => create_task::create_task(emit, tokens, span),
            "ensure_future" => create_task::ensure_future(emit, tokens, span),
            "run" => create_task::run(emit, tokens, span),
            "wait" => waiting::wait(emit, tokens, span),
            "wait_for" => waiting::wait_for(emit, tokens, span),
            "as_completed" => waiting::as_completed(emit, tokens, span),
            "timeout" => waiting::timeout(emit, tokens, span),
            "shield" => waiting::shield(emit, tokens, span),
            _ => return None,
        })
    }
}

impl VisitMut for Calls {
    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        for stmt in std::mem::take(&mut block.stmts) {
            let call = match &stmt {
                Stmt::Macro(call) => {
                    Self::expand(&call.mac).map(|tokens| (tokens, call.semi_token))
                }
                Stmt::Local(_) | Stmt::Item(_) | Stmt::Expr(..) => None,
            };
            match call {
                None => block.stmts.push(stmt),
                Some((tokens, _)) if tokens.is_empty() => {}
                Some((tokens, semi)) => {
                    block.stmts.push(Stmt::Expr(parse2(tokens).expect("an expression"), semi));
                }
            }
        }
        visit_mut::visit_block_mut(self, block);
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Expr::Macro(call) = expr
            && let Some(tokens) = Self::expand(&call.mac)
        {
            *expr = parse2(tokens).expect("an expression");
        }
        visit_mut::visit_expr_mut(self, expr);
    }

    fn visit_macro_mut(&mut self, call: &mut Macro) {
        // The arguments of others, as far as they are expressions.
        let arguments = syn::punctuated::Punctuated::<Expr, syn::Token![,]>::parse_terminated;
        if let Ok(mut arguments) = call.parse_body_with(arguments) {
            arguments.iter_mut().for_each(|argument| self.visit_expr_mut(argument));
            call.tokens = arguments.into_token_stream();
        }
    }
}

/// Cuts paths to what is to be read.
struct Shortened;

impl Shortened {
    /// How many segments in front say only where the rest is.
    fn prefix(path: &syn::Path) -> usize {
        let names: Vec<_> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        match names.as_slice() {
            _ if path.leading_colon.is_none() => 0,
            ["core", "result", "Result", "Ok" | "Err"]
            | ["core", "option", "Option", "Some" | "None"]
            | ["core", "prelude", "v1", _] => 3,
            ["asyncpy", "__private", ..]
            | ["core", "result" | "option" | "convert" | "clone" | "future", _, ..] => 2,
            ["core", _] => 1,
            _ => 0,
        }
    }

    fn cut(path: &mut syn::Path) -> usize {
        let prefix = Self::prefix(path);
        if prefix > 0 {
            path.leading_colon = None;
            path.segments = std::mem::take(&mut path.segments).into_iter().skip(prefix).collect();
        }
        prefix
    }

    fn qualified(path: &mut syn::Path, qself: &mut QSelf) {
        qself.position -= Self::cut(path).min(qself.position);
    }
}

impl VisitMut for Shortened {
    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        Self::cut(path);
        visit_mut::visit_path_mut(self, path);
    }

    fn visit_expr_path_mut(&mut self, path: &mut syn::ExprPath) {
        if let Some(qself) = &mut path.qself {
            Self::qualified(&mut path.path, qself);
        }
        visit_mut::visit_expr_path_mut(self, path);
    }

    fn visit_type_path_mut(&mut self, path: &mut syn::TypePath) {
        if let Some(qself) = &mut path.qself {
            Self::qualified(&mut path.path, qself);
        }
        visit_mut::visit_type_path_mut(self, path);
    }

    fn visit_macro_mut(&mut self, call: &mut Macro) {
        let arguments = syn::punctuated::Punctuated::<Expr, syn::Token![,]>::parse_terminated;
        if let Ok(mut arguments) = call.parse_body_with(arguments) {
            arguments.iter_mut().for_each(|argument| self.visit_expr_mut(argument));
            call.tokens = arguments.into_token_stream();
        }
        visit_mut::visit_macro_mut(self, call);
    }
}
