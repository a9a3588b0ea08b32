//! `attempt!`, `with!`, `async_with!`, `async_for!`.

use asyncpy::prelude::{
    AsyncIterator, ExceptionGroup, IndexError, KeyError, StopAsyncIteration, ValueError, async_for,
    async_with, asyncio, attempt, raise, with,
};

use crate::{Session, nothing, number};

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
