//! `wait!`, `wait_for!`, `as_completed!`, `timeout!`, `shield!`.

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn number(n: u32) -> u32 {
    asyncio::sleep(0).await;
    n
}

#[asyncio::coroutine]
async fn forms() -> String {
    let tasks = [create_task!(number(1)), create_task!(number(2))];
    let (done, pending) = wait!(tasks, return_when = asyncio::FIRST_EXCEPTION).await;
    let three = wait_for!(number(3), timeout = 5).await;
    let mut completed = Vec::new();
    for next in as_completed!([number(4), number(5)]) {
        completed.push(next.await);
    }
    let six = async_with! { timeout!(10) { shield!(number(6)).await } };
    format!("{} {} {three} {completed:?} {six}", done.len(), pending.len())
}

pub fn demo() -> String {
    format!("{:?}", asyncio::run(forms()))
}
