//! C31: a cancelled Condition.wait re-acquires the lock before CancelledError goes on

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn waiter(cond: asyncio::Condition) {
    async_with! {
        cond {
            attempt! {
                try {
                    cond.wait().await;
                } finally {
                    py_print!("unwinds with the lock held", cond.locked());
                }
            }
        }
    }
}

#[asyncpy::main]
pub async fn main() {
    let cond = asyncio::Condition::new();
    let task = create_task!(waiter(cond.clone()));
    asyncio::sleep(0).await;
    async_with! {
        cond {
            let timeout = 0.001 * f64::from(u8::from(task.cancel()));
            asyncio::WaitOptions::new().timeout(timeout).wait([&task]).await;
            py_print!("still waiting for the lock", !task.done());
        }
    }
}
