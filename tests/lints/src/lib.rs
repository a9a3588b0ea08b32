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
    AsyncContextManager, AsyncIterator, ContextManager, Exception, ExceptionGroup, IndexError,
    KeyError, StopAsyncIteration, ValueError, async_for, async_with, asyncio, attempt, coroutine,
    create_task, ensure_future, gather, raise, run, with,
};

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

/// `attempt!` of all forms.
#[asyncio::coroutine]
pub async fn attempts(text: &str) -> String {
    let mut trace = String::new();
    let parsed = attempt!(text.parse::<u32>()?).unwrap_or(0);
    for round in 0..3_u32 {
        attempt! {
            try {
                if round == 1 {
                    continue;
                }
                _ = number(parsed).await;
            } except (KeyError, IndexError) {
                trace += "key ";
            } except ValueError as error {
                trace += &error.to_string();
                break;
            } else {
                trace += "else ";
            } finally {
                _ = number(1).await;
                trace += "finally ";
            }
        }
    }
    attempt! {
        try { raise!(ExceptionGroup::group("g", vec![ValueError("v")])) }
        except* ValueError as group { trace += &group.to_string(); }
        except* KeyError {}
    }
    attempt! {
        try { nothing().await; }
        finally {}
    }
    attempt! {
        try { nothing().await }
        except {}
    }
    let value = attempt! {
        try { number(0).await }
        except ValueError { return trace; }
        except { raise!() }
    };
    attempt! {
        try { return value.to_string(); }
        finally { nothing().await; }
    }
}

/// Jumps out of `attempt!`.
#[asyncio::coroutine]
pub async fn jumps(n: u32) -> u32 {
    let found = 'outer: loop {
        let inner = loop {
            attempt! {
                try {
                    match number(n).await {
                        1 => break 1,
                        2 => break 'outer 2,
                        3 => continue,
                        4 => continue 'outer,
                        5 => return 5,
                        _ => {}
                    }
                } except ValueError {
                    break 6;
                } finally {
                    nothing().await;
                }
            }
        };
        if inner > 0 {
            break inner;
        }
    };
    found + 1
}

/// A manager of both kinds.
#[derive(Debug)]
pub struct Session {
    /// What happened.
    log: Vec<&'static str>,
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

/// `with!` and `async_with!` of all forms.
#[asyncio::coroutine]
pub async fn managed(mut session: Session) -> Vec<&'static str> {
    let one = async_with! { &mut session as one { one } };
    async_with! { &mut session as first, Session { log: Vec::new() } as _ {
        with! { Session { log: Vec::new() } as () { assert!(number(first + one).await > 1); } }
    } }
    with! { Session { log: Vec::new() } {
        raise!(ValueError)
    } }
    async_with! { &mut session {
        return session_log(&["returned"]);
    } }
    session.into_log().await
}

/// A log.
fn session_log(log: &[&'static str]) -> Vec<&'static str> {
    log.to_vec()
}

/// Counts down.
#[derive(Debug)]
pub struct Countdown(u32);

impl AsyncIterator for Countdown {
    type Item = u32;

    #[asyncio::coroutine]
    async fn __anext__(&mut self) -> u32 {
        if self.0 == 0 {
            raise!(StopAsyncIteration)
        }
        self.0 -= 1;
        self.0
    }
}

/// `async_for!` of all forms.
#[asyncio::coroutine]
pub async fn counted() -> Vec<u32> {
    let mut seen = vec![];
    async_for! { n in Countdown(3) {
        seen.push(n);
    } else {
        seen.push(100);
    } }
    async_for! { 'named: n in Countdown(3) {
        if n == 1 {
            continue 'named;
        }
        if n == 0 {
            break 'named;
        }
        seen.push(n);
    } }
    async_for! { _ in Countdown(1) {} }
    seen
}

/// The calls of asyncio.
#[asyncio::coroutine]
pub async fn called() -> u32 {
    let task = create_task!(number(1), name = "one", eager_start = true);
    let future = ensure_future!(number(2), loop = asyncio::get_running_loop()?);
    let (one, two, three) = gather!(task, future, number(3)).await;
    let list = gather!(number(4), *vec![number(5)]).await;
    let iterated = gather!(*[number(6)]).await;
    let (failed,) = gather!(number(0), return_exceptions = True).await;
    let all: u32 = list.iter().chain(&iterated).sum();
    one + two + three + all + failed.unwrap_or(1)
}

/// Outside of coroutines.
///
/// # Errors
/// If the text is no number.
pub fn plain(text: &str) -> Result<u32, Exception> {
    for round in 0..2_u32 {
        attempt! {
            try {
                if round == 0 {
                    continue;
                }
                return Ok(text.parse::<u32>()?);
            } except ValueError {
                raise!(KeyError("k") from None)
            } finally {
                println!("{round}");
            }
        }
    }
    with! { Session { log: Vec::new() } { raise!(ValueError) } }
    Ok(attempt!(text.parse::<u32>()?).unwrap_or(0))
}

/// Runs.
///
/// # Errors
/// Never.
pub fn runs() -> Result<u32, Exception> {
    let closure = |n: u32| -> Result<u32, Exception> {
        if n == 0 {
            raise!(ValueError)
        }
        Ok(n)
    };
    let anonymous = run!(coroutine! { number(1).await + 1 }, debug = false)?;
    Ok(closure(run!(number(5))?)? + anonymous)
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
    assert_eq!(attempts("1").await, "else finally finally else finally g (1 sub-exception)");
    assert_eq!(jumps(1).await, 2);
    assert_eq!(jumps(0).await, 7);
    assert_eq!(managed(Session { log: Vec::new() }).await, ["returned"]);
    assert_eq!(counted().await, [2, 1, 0, 100, 2]);
    assert_eq!(called().await, 22);
    assert_eq!(Session { log: Vec::new() }.twice().await, 14);
    assert_eq!(plain("x").is_err(), runs().is_err());
}
