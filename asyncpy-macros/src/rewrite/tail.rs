//! Whether a block ends in a value, as far as its text tells.
//!
//! A block that ends in a value is printed where the type that is expected of it reaches it, so that
//! closures in it are inferred and errors point at its last expression. Behind a block that never
//! ends, rustc would report our glue as unreachable there; that one is printed as a `let` of its own.

use syn::{Block, Expr, Macro, Stmt};

/// Macros that never end.
const DIVERGING: &[&str] = &["panic", "todo", "unimplemented", "unreachable", "raise", "bail"];

/// Functions that never end.
const EXITING: &[&str] = &["exit", "abort", "panic_any", "resume_unwind"];

/// Whether `block` ends in a value.
pub(crate) fn has_value(block: &Block) -> bool {
    match block.stmts.last() {
        Some(Stmt::Expr(expr, None)) => is_value(expr),
        Some(Stmt::Macro(call)) if call.semi_token.is_none() => !diverges(&call.mac),
        Some(Stmt::Expr(_, Some(_)) | Stmt::Macro(_) | Stmt::Local(_) | Stmt::Item(_)) | None => {
            false
        }
    }
}

fn is_value(expr: &Expr) -> bool {
    match expr {
        Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) | Expr::Loop(_) => false,
        Expr::Paren(inner) => is_value(&inner.expr),
        Expr::Block(inner) => has_value(&inner.block),
        Expr::Unsafe(inner) => has_value(&inner.block),
        Expr::If(inner) => {
            has_value(&inner.then_branch)
                || inner.else_branch.as_ref().is_some_and(|(_, other)| is_value(other))
        }
        Expr::Match(inner) => inner.arms.iter().any(|arm| is_value(&arm.body)),
        Expr::Macro(inner) => !diverges(&inner.mac),
        Expr::Call(inner) => match &*inner.func {
            Expr::Path(path) => !last_is_one_of(&path.path, EXITING),
            _ => true,
        },
        _ => true,
    }
}

fn diverges(call: &Macro) -> bool {
    last_is_one_of(&call.path, DIVERGING)
}

fn last_is_one_of(path: &syn::Path, names: &[&str]) -> bool {
    path.segments.last().is_some_and(|last| names.iter().any(|name| last.ident == name))
}

#[cfg(test)]
mod tests {
    use super::has_value;

    #[test]
    fn blocks_with_and_without_a_value() {
        let has = |text: &str| has_value(&syn::parse_str(text).unwrap());
        assert!(has("{ f(); g().await }"));
        assert!(has("{ if a { 1 } else { return } }"));
        assert!(has("{ match a { 1 => return, _ => 2 } }"));
        assert!(has("{ println!() }"));
        assert!(!has("{ f(); }"));
        assert!(!has("{}"));
        assert!(!has("{ return 1 }"));
        assert!(!has("{ if a { return 1 } else { raise!(x) } }"));
        assert!(!has("{ std::process::exit(1) }"));
        assert!(!has("{ loop {} }"));
    }
}
