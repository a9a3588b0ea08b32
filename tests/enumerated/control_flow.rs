//! Leaves every clause of two nested `attempt!`, or of one with a context manager in it, in every way.
//!
//! The shapes, the letters of the trace and the actions are those of `control_flow.py`. Each plan runs in
//! several *styles*, for Rust has more ways to say the same: a labelled `break` out of everything for
//! `return`, labels for `break` and `continue`, `?` for raising; in a coroutine, where the attribute reads
//! the macros, and in an ordinary function, where rustc calls them (and `with!` is for `async_with!`). `!` panics, which Python cannot.

use asyncpy::prelude::*;

use crate::plan::{Plan, Recorded, all, chain, recorded};

/// How an action is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// `return`, `break`, `continue`, `raise!`.
    Plain,
    /// `break 'found`, `break 'rounds`, `continue 'rounds`, `?`.
    Labelled,
}

#[asyncio::coroutine]
async fn raises(exception: Exception) {
    asyncio::sleep(0).await;
    raise!(exception)
}

/// Panics without a message on stderr.
fn quiet_panic() -> ! {
    std::panic::resume_unwind(Box::new(()))
}

/// `programs! { { context } { act } name: place inner outer; … }` declares the program of each shape. The
/// context is the names that `act` uses, which must be its own.
macro_rules! programs {
    ($context:tt $act:tt $($name:ident: $place:ident $inner:ident $($outer:ident)?;)+) => {
        $(programs! { @inner $context $act $name $place $inner $($outer)? })+
    };
    (@inner { $kind:ident $letter:ident $($context:tt)* } $act:tt $name:ident $place:ident tel $($outer:ident)?) => {
        programs! { @$place { $kind $letter $($context)* } $act $name $($outer)? {
            attempt! {
                try { let $letter = "t"; $act }
                except ValueError { let $letter = "e"; $act }
                else { let $letter = "l"; $act }
            }
        } }
    };
    (@inner { $kind:ident $letter:ident $($context:tt)* } $act:tt $name:ident $place:ident telf $($outer:ident)?) => {
        programs! { @$place { $kind $letter $($context)* } $act $name $($outer)? {
            attempt! {
                try { let $letter = "t"; $act }
                except ValueError { let $letter = "e"; $act }
                else { let $letter = "l"; $act }
                finally { let $letter = "f"; $act }
            }
        } }
    };
    (@inner { coroutine $letter:ident $plan:ident $style:ident $round:ident $($context:tt)* }
        $act:tt $name:ident $place:ident w $($outer:ident)?) => {
        programs! { @$place { coroutine $letter $plan $style $round $($context)* } $act $name $($outer)? {
            async_with! { Manager::new(&$plan, $round) { let $letter = "w"; $act } }
        } }
    };
    (@inner { function $letter:ident $plan:ident $style:ident $round:ident $($context:tt)* }
        $act:tt $name:ident $place:ident w $($outer:ident)?) => {
        programs! { @$place { function $letter $plan $style $round $($context)* } $act $name $($outer)? {
            with! { Manager::new(&$plan, $round) { let $letter = "w"; $act } }
        } }
    };
    (@T $context:tt $act:tt $name:ident $inner:tt) => {
        programs! { @outer $context $act $name $inner {} {} }
    };
    (@E $context:tt $act:tt $name:ident $inner:tt) => {
        programs! { @outer $context $act $name {} $inner {} }
    };
    (@L $context:tt $act:tt $name:ident $inner:tt) => {
        programs! { @outer $context $act $name {} {} $inner }
    };
    (@T $context:tt $act:tt $name:ident finally $inner:tt) => {
        programs! { @outer $context $act $name $inner {} {} {} }
    };
    (@E $context:tt $act:tt $name:ident finally $inner:tt) => {
        programs! { @outer $context $act $name {} $inner {} {} }
    };
    (@L $context:tt $act:tt $name:ident finally $inner:tt) => {
        programs! { @outer $context $act $name {} {} $inner {} }
    };
    (@F $context:tt $act:tt $name:ident finally $inner:tt) => {
        programs! { @outer $context $act $name {} {} {} $inner }
    };
    (@outer { $kind:ident $letter:ident $($context:tt)* } $act:tt $name:ident
        { $($t:tt)* } { $($e:tt)* } { $($l:tt)* } $({ $($f:tt)* })?) => {
        programs! { @$kind $($context)* $name {
            attempt! {
                try { let $letter = "T"; $act $($t)* }
                except ValueError { let $letter = "E"; $act $($e)* }
                else { let $letter = "L"; $act $($l)* }
                $(finally { let $letter = "F"; $act $($f)* })?
            }
        } }
    };
    (@coroutine $plan:ident $style:ident $round:ident $found:lifetime $rounds:lifetime $name:ident { $($body:tt)* }) => {
        #[asyncio::coroutine]
        #[allow(unused_labels)] // not each shape
        pub async fn $name($plan: Plan, $style: Style) -> u32 {
            $found: {
                let mut $round = 0;
                let value = $rounds: loop {
                    $round += 1;
                    if $round == 3 {
                        break 1;
                    }
                    $($body)*
                    $plan.note(".");
                };
                $plan.note("!");
                value
            }
        }
    };
    (@function $plan:ident $style:ident $round:ident $found:lifetime $rounds:lifetime $name:ident { $($body:tt)* }) => {
        pub fn $name($plan: Plan, $style: Style) -> Result<u32, Exception> {
            let value = $found: {
                let mut $round = 0;
                let value = $rounds: loop {
                    $round += 1;
                    if $round == 3 {
                        break 1;
                    }
                    $($body)*
                    $plan.note(".");
                };
                $plan.note("!");
                value
            };
            Ok(value)
        }
    };
}

/// The site's action, if this is the first round.
fn at_site(plan: &Plan, round: u32, letter: &str) -> Option<char> {
    if round == 1 {
        return plan.site(letter);
    }
    plan.note(letter);
    None
}

struct Manager<'a> {
    plan: &'a Plan,
    round: u32,
}

impl<'a> Manager<'a> {
    fn new(plan: &'a Plan, round: u32) -> Self {
        Self { plan, round }
    }

    fn act(&self, letter: &'static str) -> Result<bool, Exception> {
        match at_site(self.plan, self.round, letter) {
            Some('v' | 'V') => Err(ValueError(letter)),
            Some('k' | 'K') => Err(KeyError(letter)),
            Some('!') => quiet_panic(),
            action => Ok(action == Some('r')),
        }
    }
}

impl AsyncContextManager for Manager<'_> {
    type Value = ();

    #[asyncio::coroutine]
    async fn __aenter__(&mut self) {
        self.act("<")?;
    }

    #[asyncio::coroutine]
    async fn __aexit__(&mut self, _exception: Option<&Exception>) -> bool {
        self.act(">")?
    }
}

impl ContextManager for Manager<'_> {
    type Value = ();

    fn __enter__(&mut self) -> Result<(), Exception> {
        self.act("<").map(drop)
    }

    fn __exit__(&mut self, _exception: Option<&Exception>) -> Result<bool, Exception> {
        self.act(">")
    }
}

#[allow(unused_braces)] // the braces of `act` are those of a macro's argument
mod coroutines {
    use super::*;

    programs! {
        { coroutine letter plan style round 'found 'rounds }
        {
            match (at_site(&plan, round, letter), style) {
                (Some('r'), Style::Plain) => return 7,
                (Some('r'), Style::Labelled) => break 'found 7,
                (Some('b'), Style::Plain) => break 8,
                (Some('b'), Style::Labelled) => break 'rounds 8,
                (Some('c'), Style::Plain) => continue,
                (Some('c'), Style::Labelled) => continue 'rounds,
                (Some('v'), Style::Plain) => raise!(ValueError(letter)),
                (Some('v'), Style::Labelled) => Err(ValueError(letter))?,
                (Some('k'), Style::Plain) => raise!(KeyError(letter)),
                (Some('k'), Style::Labelled) => Err(KeyError(letter))?,
                (Some('V'), _) => raises(ValueError(letter)).await,
                (Some('K'), _) => raises(KeyError(letter)).await,
                (Some('!'), _) => quiet_panic(),
                _ => {}
            }
        }
        tel_in_try: T tel;
        telf_in_try: T telf;
        with_in_try: T w;
        tel_in_except: E tel;
        telf_in_except: E telf;
        with_in_except: E w;
        tel_in_else: L tel;
        telf_in_else: L telf;
        with_in_else: L w;
        tel_in_try_with_finally: T tel finally;
        telf_in_try_with_finally: T telf finally;
        with_in_try_with_finally: T w finally;
        tel_in_except_with_finally: E tel finally;
        telf_in_except_with_finally: E telf finally;
        with_in_except_with_finally: E w finally;
        tel_in_else_with_finally: L tel finally;
        telf_in_else_with_finally: L telf finally;
        with_in_else_with_finally: L w finally;
        tel_in_finally: F tel finally;
        telf_in_finally: F telf finally;
        with_in_finally: F w finally;
    }
}

#[allow(unused_braces)] // as above
mod functions {
    use super::*;

    programs! {
        { function letter plan style round 'found 'rounds }
        {
            match (at_site(&plan, round, letter), style) {
                (Some('r'), Style::Plain) => return Ok(7),
                (Some('r'), Style::Labelled) => break 'found 7,
                (Some('b'), Style::Plain) => break 8,
                (Some('b'), Style::Labelled) => break 'rounds 8,
                (Some('c'), Style::Plain) => continue,
                (Some('c'), Style::Labelled) => continue 'rounds,
                (Some('v' | 'V'), Style::Plain) => raise!(ValueError(letter)),
                (Some('v' | 'V'), Style::Labelled) => Err(ValueError(letter))?,
                (Some('k' | 'K'), Style::Plain) => raise!(KeyError(letter)),
                (Some('k' | 'K'), Style::Labelled) => Err(KeyError(letter))?,
                (Some('!'), _) => quiet_panic(),
                _ => {}
            }
        }
        tel_in_try: T tel;
        telf_in_try: T telf;
        with_in_try: T w;
        tel_in_except: E tel;
        telf_in_except: E telf;
        with_in_except: E w;
        tel_in_else: L tel;
        telf_in_else: L telf;
        with_in_else: L w;
        tel_in_try_with_finally: T tel finally;
        telf_in_try_with_finally: T telf finally;
        with_in_try_with_finally: T w finally;
        tel_in_except_with_finally: E tel finally;
        telf_in_except_with_finally: E telf finally;
        with_in_except_with_finally: E w finally;
        tel_in_else_with_finally: L tel finally;
        telf_in_else_with_finally: L telf finally;
        with_in_else_with_finally: L w finally;
        tel_in_finally: F tel finally;
        telf_in_finally: F telf finally;
        with_in_finally: F w finally;
    }
}

/// What runs a plan.
type Run = fn(Plan, Style) -> Result<u32, Exception>;

/// The title in the recording, and the program as a coroutine and as a function.
macro_rules! shapes {
    ($($title:literal $name:ident,)+) => {
        [$(($title, [
            |plan, style| asyncio::run(coroutines::$name(plan, style)),
            |plan, style| functions::$name(plan, style),
        ])),+]
    };
}

const SHAPES: [(&str, [Run; 2]); 21] = shapes![
    "T(tel)EL" tel_in_try,
    "T(telf)EL" telf_in_try,
    "T(w)EL" with_in_try,
    "TE(tel)L" tel_in_except,
    "TE(telf)L" telf_in_except,
    "TE(w)L" with_in_except,
    "TEL(tel)" tel_in_else,
    "TEL(telf)" telf_in_else,
    "TEL(w)" with_in_else,
    "T(tel)ELF" tel_in_try_with_finally,
    "T(telf)ELF" telf_in_try_with_finally,
    "T(w)ELF" with_in_try_with_finally,
    "TE(tel)LF" tel_in_except_with_finally,
    "TE(telf)LF" telf_in_except_with_finally,
    "TE(w)LF" with_in_except_with_finally,
    "TEL(tel)F" tel_in_else_with_finally,
    "TEL(telf)F" telf_in_else_with_finally,
    "TEL(w)F" with_in_else_with_finally,
    "TELF(tel)" tel_in_finally,
    "TELF(telf)" telf_in_finally,
    "TELF(w)" with_in_finally,
];

/// What every plan of the shape begins with: without an exception, the clause `E` is not reached.
fn given(title: &str) -> &[(usize, char)] {
    if title.contains("E(") { &[(0, 'v')] } else { &[] }
}

fn outcome(result: Result<u32, Exception>) -> String {
    result.map_or_else(chain, |value| value.to_string())
}

#[test]
fn leaving_is_as_in_python() {
    let mut runs = 0;
    for (title, programs) in SHAPES {
        for program in programs {
            for style in [Style::Plain, Style::Labelled] {
                let lines = recorded(include_str!("control_flow.out"), title);
                let mut recorded = Recorded::new(lines);
                all(given(title), "rbcvkVK", "rbcvk", |plan| {
                    let outcome = outcome(program(plan.clone(), style));
                    recorded.next_is(&plan.line(&outcome));
                });
                runs += recorded.end();
            }
        }
    }
    assert_eq!(runs, 17_356);
}

/// A panic runs no clause any more.
#[test]
fn panicking_leaves_at_once() {
    let mut runs = 0;
    for (title, programs) in SHAPES {
        for program in programs {
            all(given(title), "rbcvk", "", |before| {
                _ = program(before.clone(), Style::Plain);
                for site in before.next_site()..before.sites() {
                    let plan = before.with(site, '!');
                    let run = || program(plan.clone(), Style::Plain);
                    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run));
                    assert!(result.is_err() || result.is_ok_and(|result| result.is_err()));
                    assert_eq!(plan.trace(), before.trace_to(site), "{title} {plan}");
                    runs += 1;
                }
            });
        }
    }
    assert_eq!(runs, 1226);
}
