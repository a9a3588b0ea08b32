//! Awaiting a coroutine is a call: the caller goes on when it is over.

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    println!("hello");
    foo("text").await;
    println!("finished");
}

#[asyncio::coroutine]
async fn foo(text: &str) {
    println!("{text}");
    asyncio::sleep(1).await;
}
