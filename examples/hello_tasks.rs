//! Hello world, 2: a list of tasks, and a loop that is driven by hand.

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn job(i: u32) {
    println!("start: {i}");
    asyncio::sleep(2).await;
    println!("stop: {i}");
}

#[asyncio::coroutine]
async fn start() {
    let mut tasks = Vec::new();
    for i in 0..5 {
        tasks.push(create_task!(job(i)));
    }
    gather!(*tasks).await;
}

fn main() -> Result<(), Exception> {
    let event_loop = asyncio::get_event_loop();
    event_loop.run_until_complete(start())?;
    println!("end");
    Ok(())
}
