//! Hello world, 4: `ensure_future!`, and a loop that runs until Ctrl-C.

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn job(i: u32) -> &'static str {
    println!("start: {i}");
    asyncio::sleep(2).await;
    println!("stop: {i}");
    "job done"
}

fn got_result(future: &asyncio::Future<&'static str>) -> Result<(), Exception> {
    println!("{}", future.result()?);
    Ok(())
}

#[asyncpy::main]
fn main() -> Result<(), Exception> {
    let event_loop = asyncio::get_event_loop();
    let task = ensure_future!(job(1));
    task.add_done_callback(got_result);
    event_loop.run_forever()
}
