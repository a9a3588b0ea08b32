//! An exception's traceback goes through every coroutine and task that it left.

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn fetch(id: u32) -> String {
    asyncio::sleep(0.1).await;
    if id == 3 {
        raise!(ValueError("bad id"))
    }
    format!("item {id}")
}

#[asyncio::coroutine]
async fn fetch_all(ids: Vec<u32>) -> Vec<String> {
    gather!(*ids.into_iter().map(fetch)).await
}

#[asyncpy::main]
async fn main() {
    println!("{:?}", fetch_all(vec![1, 2]).await);
    let task = create_task!(fetch_all(vec![2, 3]));
    let error = attempt!(task.await).unwrap_err();
    print!("{}", error.format());
}
