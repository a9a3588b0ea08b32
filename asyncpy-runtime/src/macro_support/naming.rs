//! Names of functions that no macro has seen.
//!
//! `attempt!` and `raise!` outside of a coroutine do not know what function they are in. Their frame type
//! is declared inside of it, so the type's name tells: `app::load::{{closure}}::__Frame` is in `load`.
//! The name of a type is not known in a constant, so it is looked up when the first exception passes.

use std::any::{TypeId, type_name};
use std::cell::RefCell;
use std::collections::HashMap;

use crate::coroutine::{Code, Frame};

/// The name that macros give to the function around them.
pub const UNNAMED: &str = "<function>";

thread_local! {
    /// One code object for each frame type that an exception has passed. They are never freed; there are
    /// at most as many as calls of `attempt!` in the program's text.
    static CODES: RefCell<HashMap<TypeId, &'static Code>> = RefCell::default();
}

/// The code object to show for `Fr`.
pub(crate) fn code_of<Fr: Frame>() -> &'static Code {
    if Fr::CODE.name != UNNAMED {
        return Fr::CODE;
    }
    CODES.with_borrow_mut(|codes| {
        *codes.entry(TypeId::of::<Fr>()).or_insert_with(|| {
            let name = function_name(type_name::<Fr>()).unwrap_or(UNNAMED);
            Box::leak(Box::new(Code { name, ..*Fr::CODE }))
        })
    })
}

/// The function in the name of a type that is declared in it.
fn function_name(frame: &'static str) -> Option<&'static str> {
    let (path, _) = frame.rsplit_once("::")?;
    let name = path.rsplit("::").find(|segment| !segment.starts_with('{'))?;
    name.chars().all(|c| c.is_alphanumeric() || c == '_').then_some(name)
}

#[cfg(test)]
mod tests {
    use super::function_name;

    #[test]
    fn function_name_is_the_last_segment_that_is_one() {
        assert_eq!(function_name("app::load::__Frame"), Some("load"));
        assert_eq!(function_name("app::load::{{closure}}::{{closure}}::__Frame"), Some("load"));
        assert_eq!(function_name("<app::A as app::B>::load::__Frame"), Some("load"));
        assert_eq!(function_name("app::<impl app::A<T>>::load::__Frame"), Some("load"));
        assert_eq!(function_name("<app::A>::__Frame"), None);
        assert_eq!(function_name("__Frame"), None);
    }
}
