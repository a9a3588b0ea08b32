//! Cancellation is an exception raised at the await: `except` and `finally` run, and may await.

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn worker() {
    attempt! {
        try {
            println!("working");
            asyncio::sleep(3600).await;
        }
        except CancelledError {
            println!("told to stop");
            raise!()
        }
        finally {
            asyncio::sleep(0.1).await;
            println!("cleaned up");
        }
    }
}

#[asyncpy::main]
async fn main() {
    let task = create_task!(worker(), name = "worker");
    asyncio::sleep(0.1).await;
    task.cancel();
    attempt! {
        try { (&task).await; }
        except CancelledError { println!("{} was cancelled: {}", task.get_name(), task.cancelled()); }
    }
}
