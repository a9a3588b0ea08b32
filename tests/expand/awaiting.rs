//! `.await`, by itself, in the arguments of macros, and with `?`.

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn number(n: u32) -> u32 {
    asyncio::sleep(0).await;
    n
}

async fn of_another_crate(text: &str) -> Result<u32, std::num::ParseIntError> {
    std::future::ready(text.parse()).await
}

#[asyncio::coroutine]
async fn sum() -> String {
    let both = number(1).await + of_another_crate("2").await;
    let three = of_another_crate("3").await?;
    let task = create_task!(number(4));
    format!("{both} {three} {}", (&task).await)
}

pub fn demo() -> String {
    format!("{:?}", asyncio::run(sum()))
}
