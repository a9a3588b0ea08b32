//! B56: last child ends in iteration k, the group's callback runs in k+1, the parent leaves in k+2

use asyncpy::prelude::*;

use crate::py::py_print;

fn tick(event_loop: EventLoop, i: i32) -> Result<(), Exception> {
    py_print!("iteration", i);
    if i < 4 {
        event_loop.clone().call_soon(move || tick(event_loop, i + 1))?;
    }
    Ok(())
}

#[asyncio::coroutine]
async fn child(n: i32) {
    py_print!("child", n);
}

#[asyncpy::main]
pub async fn main() {
    let event_loop = asyncio::get_running_loop()?;
    asyncio::get_running_loop()?.call_soon(|| tick(event_loop, 1))?;
    async_with! {
        asyncio::TaskGroup::new() as tg {
            tg.create_task(child(1))?;
            tg.create_task(child(2))?;
            py_print!("body ends");
        }
    }
    async_with! {
        asyncio::TaskGroup::new() {
            py_print!("group left; an empty group does not yield");
        }
    }
}
