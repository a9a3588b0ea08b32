//! B76: run() without leftovers still runs 5 iterations after main's last step: 1 + 2 + 2

use asyncpy::prelude::*;

use crate::py::py_print;

fn tick(event_loop: EventLoop, i: i32) -> Result<(), Exception> {
    py_print!("iteration", i);
    event_loop.clone().call_soon(move || tick(event_loop, i + 1))?;
    Ok(())
}

#[asyncpy::main]
pub async fn main() {
    let event_loop = asyncio::get_running_loop()?;
    asyncio::get_running_loop()?.call_soon(|| tick(event_loop, 1))?;
    asyncio::sleep(0).await;
    py_print!("main returns");
}
