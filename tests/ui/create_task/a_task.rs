//~ 1 error: `task`

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch(id: u32) -> u32 {
    id
}

#[asyncpy::main]
async fn main() {
    let task = create_task!(fetch(1));
    create_task!(task).await;
}
