//! `#[asyncio::async_generator]` and `yield_!`.

use asyncpy::prelude::*;

#[asyncio::async_generator(send = u32)]
async fn sums() -> u32 {
    let mut sum = 0;
    attempt! {
        try {
            while let Some(n) = yield_!(sum) {
                if n == 0 {
                    return;
                }
                sum += n;
            }
        } finally {
            asyncio::sleep(0).await;
        }
    }
}

#[asyncio::coroutine]
async fn forms() -> (u32, u32, bool) {
    let sums = sums();
    sums.asend(None).await;
    let (five, seven) = (sums.asend(Some(5)).await, sums.asend(Some(2)).await);
    (five, seven, attempt!(sums.asend(Some(0)).await).is_err())
}

pub fn demo() -> String {
    format!("{:?}", asyncio::run(forms()))
}
