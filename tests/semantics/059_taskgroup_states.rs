//! B59: create_task outside the life of the group; a child may add tasks while the parent waits in the exit

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn late(tg: asyncio::TaskGroup) {
    asyncio::sleep(0).await;
    tg.create_task(asyncio::sleep(0))?.add_done_callback(|_| py_print!("late task done"));
}

#[asyncpy::main]
pub async fn main() {
    let tg = asyncio::TaskGroup::new();
    for i in 0..2 {
        attempt! {
            try {
                tg.create_task(asyncio::sleep(0))?;
            } except RuntimeError as e {
                py_print!(e);
            }
        }
        if i == 0 {
            async_with! {
                tg {
                    tg.create_task(late(tg.clone()))?;
                }
            }
        }
    }
}
