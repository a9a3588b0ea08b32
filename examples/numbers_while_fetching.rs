//! The second task runs while main awaits the first, and is cancelled when main is over.

use asyncpy::prelude::*;

/// Prints as the dict that it is in Python.
struct Data {
    data: u32,
}

impl std::fmt::Display for Data {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{{'data': {}}}", self.data)
    }
}

#[asyncio::coroutine]
async fn fetch_data() -> Data {
    println!("start fetching");
    asyncio::sleep(2).await;
    println!("done fetching");
    Data { data: 1 }
}

#[asyncio::coroutine]
async fn print_numbers() {
    for i in 0..10 {
        println!("{i}");
        asyncio::sleep(0.5).await;
    }
}

#[asyncpy::main]
async fn main() {
    let task1 = create_task!(fetch_data());
    let _task2 = create_task!(print_numbers());
    let value = task1.await;
    println!("{value}");
}
