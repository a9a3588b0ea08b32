//! `create_task!` and `ensure_future!`, with asyncio's keywords.

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn name() -> String {
    asyncio::current_task()?.map_or_else(String::new, |task| task.get_name())
}

#[asyncio::coroutine]
async fn forms() -> String {
    let first = create_task!(name(), name = "first");
    let eager = create_task!(name(), name = "eager", eager_start = true);
    let future = ensure_future!(first);
    let again = ensure_future!(eager, loop = asyncio::get_running_loop()?);
    format!("{} {}", future.await, again.await)
}

pub fn demo() -> String {
    format!("{:?}", asyncio::run(forms()))
}
