//! Every form of the macros under every lint that a program may turn on.
//!
//! What a lint says of the program's own text it may say; of expansions there is nothing to say. rustc's lints
//! are checked whenever this is compiled, clippy's by `tests/lints.rs`.

#![deny(warnings, clippy::all, clippy::pedantic, clippy::nursery, clippy::cargo)]
#![deny(future_incompatible, let_underscore, nonstandard_style, refining_impl_trait, unused)]
#![deny(keyword_idents, rust_2018_idioms, rust_2021_compatibility, rust_2024_compatibility)]
#![deny(
    ambiguous_negative_literals,
    deprecated_in_future,
    elided_lifetimes_in_paths,
    explicit_outlives_requirements,
    ffi_unwind_calls,
    macro_use_extern_crate,
    meta_variable_misuse,
    missing_abi,
    missing_debug_implementations,
    missing_docs,
    non_ascii_idents,
    redundant_imports,
    redundant_lifetimes,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unit_bindings,
    unreachable_pub,
    unsafe_code,
    unused_extern_crates,
    unused_import_braces,
    unused_lifetimes,
    unused_macro_rules,
    unused_qualifications,
    unused_results,
    variant_size_differences
)]
#![deny(
    clippy::allow_attributes_without_reason,
    clippy::as_conversions,
    clippy::clone_on_ref_ptr,
    clippy::default_numeric_fallback,
    clippy::exit,
    clippy::expect_used,
    clippy::if_then_some_else_none,
    clippy::indexing_slicing,
    clippy::let_underscore_must_use,
    clippy::let_underscore_untyped,
    clippy::missing_docs_in_private_items,
    clippy::multiple_unsafe_ops_per_block,
    clippy::panic,
    clippy::pattern_type_mismatch,
    clippy::semicolon_inside_block,
    clippy::shadow_reuse,
    clippy::shadow_same,
    clippy::shadow_unrelated,
    clippy::str_to_string,
    clippy::todo,
    clippy::undocumented_unsafe_blocks,
    clippy::unneeded_field_pattern,
    clippy::unreachable,
    clippy::unwrap_used,
    clippy::use_debug,
    clippy::wildcard_enum_match_arm
)]
#![allow(clippy::cargo_common_metadata, reason = "this is no crate to be published")]

use std::fmt::Display;
use std::rc::Rc;

use asyncpy::prelude::{
    AsyncContextManager, ContextManager, Exception, IndexError, KeyError, ValueError, asyncio,
    coroutine, create_task, raise,
};

pub mod calls;
pub mod generators;
pub mod statements;

/// Raises for 0.
#[asyncio::coroutine]
pub async fn number(n: u32) -> u32 {
    asyncio::sleep(0_u32).await;
    if n == 0 {
        raise!(ValueError("zero"))
    }
    n
}

/// Arguments of all kinds.
#[asyncio::coroutine]
pub async fn arguments(
    (first, second): (u32, u32),
    mut third: u32,
    _: u32,
    _unused: u32,
    rest: &[u32],
    shown: impl Display + 'static,
) -> String {
    third += 1;
    format!("{first} {second} {third} {rest:?} {shown}")
}

/// Borrows and is generic.
#[asyncio::coroutine]
pub async fn generic<'a, T: Clone, const N: usize>(value: &'a T, _other: &str) -> ([T; N], &'a T) {
    (std::array::from_fn(|_| value.clone()), value)
}

/// Calls itself.
#[asyncio::coroutine(boxed)]
pub async fn factorial(n: u64) -> u64 {
    if n == 0 { 1 } else { n * factorial(n - 1).await }
}

/// Borrows and is boxed.
#[asyncio::coroutine(boxed)]
pub async fn boxed(text: &str) -> &str {
    asyncio::sleep(0_u32).await;
    text
}

/// Never ends.
#[asyncio::coroutine]
pub async fn forever() -> ! {
    loop {
        asyncio::sleep(1_u32).await;
    }
}

/// Gives nothing.
#[asyncio::coroutine]
pub async fn nothing() {}

/// Always raises.
#[asyncio::coroutine]
pub async fn raises(which: u32) -> u32 {
    match which {
        0 => raise!(ValueError),
        1 => raise!(ValueError()),
        2 => raise!(ValueError("text", 1)),
        3 => raise!(KeyError("k") from ValueError("cause")),
        4 => raise!(KeyError("k") from None),
        _ => {
            if let Err(error) = "x".parse::<u32>() {
                raise!(error);
            }
        }
    }
    raise!(IndexError("not reached"))
}

/// What `.await` and `?` stand in.
#[asyncio::coroutine]
pub async fn operands(text: &str) -> Vec<u32> {
    _ = number(1).await;
    let task = create_task!(number(2));
    let two = (&task).await;
    let three: u32 = (text.trim()).parse()?;
    let sum = number(1).await + two * number(3).await;
    let list = vec![number(4).await, number(5).await, sum];
    println!("{} {three}", number(6).await);
    assert_eq!(number(7).await, 7, "{}", number(8).await);
    if number(1).await == 1 && number(2).await > 1 {
        nothing().await;
    }
    while number(1).await == 2 {}
    match number(9).await {
        9 => nothing().await,
        _ => {}
    }
    let nested: Result<u32, String> = coroutine! { Ok(number(10).await) }.await;
    let ten = nested?;
    let digits = number(ten).await.to_string();
    if digits.is_empty() {
        return Vec::new();
    }
    if digits.len() > 5 {
        forever().await
    }
    if digits.len() > 4 {
        forever().await;
    }
    list
}

/// A manager of both kinds.
#[derive(Debug)]
pub struct Session {
    /// What happened.
    pub log: Vec<&'static str>,
}

impl AsyncContextManager for Session {
    type Value = u32;

    #[asyncio::coroutine]
    async fn __aenter__(&mut self) -> u32 {
        self.log.push("enter");
        1
    }

    #[asyncio::coroutine]
    async fn __aexit__(&mut self, exception: Option<&Exception>) -> bool {
        self.log.push("exit");
        exception.is_some()
    }
}

impl ContextManager for Session {
    type Value = ();

    fn __enter__(&mut self) -> Result<(), Exception> {
        Ok(())
    }

    fn __exit__(&mut self, exception: Option<&Exception>) -> Result<bool, Exception> {
        Ok(exception.is_some())
    }
}

impl Session {
    /// By reference.
    #[asyncio::coroutine]
    pub async fn measure(&self) -> usize {
        nothing().await;
        self.log.len()
    }

    /// By value.
    #[asyncio::coroutine]
    pub async fn into_log(self) -> Vec<&'static str> {
        self.log
    }

    /// By count.
    #[asyncio::coroutine]
    pub async fn counted(self: Rc<Self>) -> usize {
        self.measure().await
    }
}

/// A trait with coroutines.
pub trait Shape {
    /// Required.
    #[asyncio::coroutine]
    async fn area(&self) -> u32;

    /// Provided.
    #[asyncio::coroutine]
    async fn twice(&self) -> u32 {
        2 * self.area().await
    }
}

impl Shape for Session {
    #[asyncio::coroutine]
    async fn area(&self) -> u32 {
        7
    }
}

/// Bare attributes.
#[asyncpy::module]
pub mod bare {
    /// A coroutine.
    #[coroutine]
    pub async fn number() -> u32 {
        super::number(1).await
    }
}

/// Entry points.
pub mod entry {
    use asyncpy::prelude::asyncio;

    /// A coroutine.
    #[asyncpy::main]
    pub async fn main() {
        asyncio::sleep(0_u32).await;
    }

    /// A function.
    pub mod function {
        use asyncpy::prelude::{Exception, asyncio};

        /// Drives a loop by hand.
        ///
        /// # Errors
        /// Never.
        #[asyncpy::main]
        pub fn main() -> Result<(), Exception> {
            let event_loop = asyncio::new_event_loop();
            event_loop.run_until_complete(asyncio::sleep(0_u32))
        }
    }
}

#[asyncpy::test]
async fn forms_do_what_they_say() {
    assert_eq!(operands(" 7 ").await, [4, 5, 7]);
    assert_eq!(
        statements::attempts("1").await,
        "else finally finally else finally g (1 sub-exception)"
    );
    assert_eq!(statements::jumps(1).await, 2);
    assert_eq!(statements::jumps(0).await, 7);
    assert_eq!(statements::managed(Session { log: Vec::new() }).await, ["returned"]);
    assert_eq!(statements::counted().await, [2, 1, 0, 100, 2]);
    assert_eq!(calls::called().await, 22);
    assert_eq!(generators::generated().await, [0, 1, 2, 0, 7, 8]);
    assert_eq!(calls::waited().await, 28);
    assert_eq!(Session { log: Vec::new() }.twice().await, 14);
    assert_eq!(calls::plain("x").is_err(), calls::runs().is_err());
}
