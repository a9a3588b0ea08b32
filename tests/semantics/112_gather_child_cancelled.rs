//! C17: a child cancelled from outside makes gather raise CancelledError; siblings run on, gather is not cancelled()

use asyncpy::prelude::*;

use crate::py::{current_task, py_print};

#[asyncio::coroutine]
async fn child(name: &'static str) {
    asyncio::sleep(0.03).await;
    py_print!(name, "ends");
}

#[asyncpy::main]
pub async fn main() {
    let victim = create_task!(child("victim"));
    let outer = gather!(&victim, child("sibling"));
    asyncio::sleep(0).await;
    victim.cancel();
    attempt! {
        try {
            (&outer).await;
        } except CancelledError {
            py_print!("CancelledError", outer.cancelled(), current_task().cancelling());
        }
    }
    asyncio::sleep(0.06).await;
}
