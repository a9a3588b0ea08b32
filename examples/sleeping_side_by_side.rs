//! Two coroutines sleep at the same time; `gather!` waits for both.

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn read_file() {
    println!("initial read_file asyncio.sleep(2 + 0.1)");
    asyncio::sleep(2).await;
    println!("read_file 1/2 asyncio.sleep(2)");
    asyncio::sleep(0.1).await;
    println!("read_file 2/2 asyncio.sleep(0.1)");
}

#[asyncio::coroutine]
async fn read_api() {
    println!("initial read_api asyncio.sleep(2)");
    asyncio::sleep(2).await;
    println!("read_api whole asyncio.sleep(2)");
}

#[asyncpy::main]
async fn main() {
    gather!(create_task!(read_file()), create_task!(read_api())).await;
}
