//! B1: the ready queue is FIFO; what a callback schedules runs in the next iteration

use asyncpy::prelude::*;

use crate::py::py_print;

fn cb(event_loop: EventLoop, name: &str, child: Option<&'static str>) -> Result<(), Exception> {
    py_print!(name);
    if let Some(child) = child {
        event_loop.clone().call_soon(move || cb(event_loop, child, None))?;
    }
    Ok(())
}

#[asyncpy::main]
pub async fn main() {
    let event_loop = asyncio::get_running_loop()?;
    let (a, b, c) = (event_loop.clone(), event_loop.clone(), event_loop.clone());
    event_loop.call_soon(|| cb(a, "a", Some("a.child")))?;
    event_loop.call_soon(|| cb(b, "b", Some("b.child")))?;
    event_loop.call_soon(|| cb(c, "c", None))?;
    asyncio::sleep(0).await;
    py_print!("main, one iteration later");
    asyncio::sleep(0).await;
    py_print!("main, two iterations later");
}
