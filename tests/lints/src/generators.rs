//! Asynchronous generators and managers.

use asyncpy::prelude::{ValueError, async_for, async_with, asyncio, attempt, raise, yield_};

use crate::nothing;

/// Gives numbers.
#[asyncio::async_generator]
pub async fn numbers(upto: u32) -> u32 {
    attempt! {
        try {
            for n in 0..upto {
                nothing().await;
                if n == 7 {
                    return;
                }
                yield_!(n);
            }
        } except ValueError {
            yield_!(100);
        } finally {
            nothing().await;
        }
    }
}

/// Gives sums.
#[asyncio::async_generator(send = u32)]
pub async fn sums() -> u32 {
    let mut sum = 0;
    while let Some(n) = yield_!(sum) {
        sum += n;
    }
}

/// Gives nothing.
#[asyncio::async_generator]
pub async fn ticks(mut times: u32) {
    while times > 0 {
        times -= 1;
        yield_!();
    }
}

/// Manages.
#[asyncio::asynccontextmanager]
pub async fn numbered(n: u32) -> u32 {
    attempt! {
        try { yield_!(n); }
        except ValueError {}
    }
}

/// Generators and managers.
#[asyncio::coroutine]
pub async fn generated() -> Vec<u32> {
    let mut seen = Vec::new();
    async_for! { n in numbers(3) { seen.push(n); } }
    async_for! { () in ticks(1) {} }
    let sums = sums();
    seen.push(sums.asend(None).await);
    seen.push(sums.asend(Some(7)).await);
    async_with! { numbered(8) as n {
        seen.push(n);
        raise!(ValueError)
    } }
    seen
}
