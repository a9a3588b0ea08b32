//! A task that nobody awaits starts when main is over, and is cancelled in its sleep.

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
