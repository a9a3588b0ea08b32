//! A task that is awaited at once is no faster than a call.

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    println!("hello");
    let task = create_task!(foo("text"));
    task.await;
    println!("finished");
}

#[asyncio::coroutine]
async fn foo(text: &str) {
    println!("{text}");
    asyncio::sleep(1).await;
}
