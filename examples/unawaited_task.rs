//! A task that nobody awaits starts when main suspends, or when `run` cleans up: here it is cancelled.

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    println!("hello");
    let _task = create_task!(foo("text"));
    println!("finished");
}

#[asyncio::coroutine]
async fn foo(text: &str) {
    println!("{text}");
    asyncio::sleep(1).await;
}
