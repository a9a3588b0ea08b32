//! Hello world, 3: a callback gets the result of a task.

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn job(i: u32) -> &'static str {
    println!("start: {i}");
    asyncio::sleep(2).await;
    println!("stop: {i}");
    "job done"
}

fn got_result(future: &Task<&'static str>) -> Result<(), Exception> {
    println!("{}", future.result()?);
    Ok(())
}

fn main() -> Result<(), Exception> {
    let event_loop = asyncio::get_event_loop();
    let task = event_loop.create_task(job(1))?;
    task.add_done_callback(got_result);
    event_loop.run_until_complete(task)?;
    println!("end");
    Ok(())
}
