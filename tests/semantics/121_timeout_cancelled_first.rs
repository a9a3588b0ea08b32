//! C26: a plain cancel inside a timeout block that has not expired stays CancelledError

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn child() {
    let cm = asyncio::timeout(60)?;
    attempt! {
        try {
            async_with! {
                cm {
                    asyncio::sleep(60).await;
                }
            }
        } except CancelledError {
            py_print!("CancelledError, expired", cm.expired());
            raise!()
        }
    }
}

#[asyncpy::main]
pub async fn main() {
    let task = create_task!(child());
    asyncio::sleep(0).await;
    task.cancel();
    asyncio::wait([&task]).await;
    py_print!(task.cancelled(), task.cancelling());
}
