//! Main sleeps for a second; its task, which wants ten, is cancelled at the end.

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    println!("hello");
    let _task = create_task!(foo("text"));
    asyncio::sleep(1).await;
    println!("finished");
}

#[asyncio::coroutine]
async fn foo(text: &str) {
    println!("{text}");
    asyncio::sleep(10).await;
}
