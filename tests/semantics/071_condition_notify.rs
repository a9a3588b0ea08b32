//! B71: notify wakes FIFO, but each waiter must get the lock again; an acquire already queued goes first

use asyncpy::prelude::*;

use crate::py::{Py, py_print};

#[asyncio::coroutine]
async fn waiter(cond: asyncio::Condition, name: &'static str) {
    async_with! {
        cond {
            let is_newcomer = name == "newcomer";
            py_print!(name, if is_newcomer { "has the lock".to_owned() } else { cond.wait().await.str() });
        }
    }
}

#[asyncpy::main]
pub async fn main() {
    let cond = asyncio::Condition::new();
    let mut tasks = ["w1", "w2", "w3"].map(|n| create_task!(waiter(cond.clone(), n))).to_vec();
    asyncio::sleep(0).await;
    async_with! {
        cond {
            tasks.push(create_task!(waiter(cond.clone(), "newcomer")));
            asyncio::sleep(0).await;
            cond.notify_n(2)?;
            cond.notify_all()?;
        }
    }
    gather!(*tasks).await;
}
