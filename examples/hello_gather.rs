//! Hello world, 1: `run` and `gather!`.

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn job() {
    println!("start");
    asyncio::sleep(2).await;
    println!("stop");
}

#[asyncio::coroutine]
async fn start() {
    gather!(job(), job()).await;
}

fn main() -> Result<(), Exception> {
    asyncio::run(start())?;
    println!("end");
    Ok(())
}
