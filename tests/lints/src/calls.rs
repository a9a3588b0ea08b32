//! The calls of asyncio, and macros outside of coroutines.

use asyncpy::prelude::{
    Exception, KeyError, TimeoutError, ValueError, as_completed, async_with, asyncio, attempt,
    coroutine, create_task, ensure_future, gather, raise, run, shield, timeout, wait, wait_for,
    with,
};

use crate::{Session, number};

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

/// The calls that wait.
#[asyncio::coroutine]
pub async fn waited() -> u32 {
    let tasks = [create_task!(number(1)), create_task!(number(2))];
    let (done, pending) = wait!(tasks, timeout = 5_u32, return_when = asyncio::ALL_COMPLETED).await;
    let mut sum = wait_for!(number(3), timeout = 5_u32).await;
    for next in as_completed!([number(4), number(5)]) {
        sum += next.await;
    }
    sum += async_with! { timeout!(10_u32) { shield!(number(6)).await } };
    attempt! {
        try { sum += wait_for!(number(0), None).await; }
        except TimeoutError { sum += 100; }
        except ValueError { sum += 10; }
    }
    assert!(done.len() > pending.len());
    sum
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
