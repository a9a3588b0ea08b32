//! What Python's compiler refuses in a `try` statement, taken out of it.

use super::ast::Attempt;
use crate::diag::{Errors, text};

/// Reports what is wrong, and gives back the rest.
pub(super) fn check(attempt: Attempt, errors: &mut Errors) -> Attempt {
    let known = errors.len();
    let Attempt { try_span, body, handlers, otherwise, finally } = attempt;
    let starred = handlers.first().is_some_and(|handler| handler.star.is_some());
    let last = handlers.len().saturating_sub(1);
    let mut kept = Vec::new();
    for (index, handler) in handlers.into_iter().enumerate() {
        if handler.star.is_some() != starred {
            errors.push_at(handler.span, text::MIXED_EXCEPT);
        } else if handler.star.is_some() && handler.is_bare() {
            errors.push_at(handler.star.unwrap_or(handler.span), text::BARE_STAR);
        } else if handler.is_bare() && index != last {
            errors.push_at(handler.span, text::BARE_EXCEPT_NOT_LAST);
        } else {
            kept.push(handler);
        }
    }
    if let Some(clause) = &otherwise
        && kept.is_empty()
        && errors.len() == known
        && known == 0
    {
        errors.push_at(clause.span, text::ELSE_WITHOUT_EXCEPT);
    }
    Attempt { try_span, body, handlers: kept, otherwise, finally }
}
