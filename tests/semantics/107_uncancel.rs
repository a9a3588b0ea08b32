//! C12: cancelling() counts requests, uncancel() takes one back; at 0 a not yet delivered cancel is dropped (3.13)

use asyncpy::prelude::*;

use crate::py::{current_task, py_print};

#[asyncpy::main]
pub async fn main() {
    let me = current_task();
    me.cancel();
    me.cancel();
    py_print!(me.cancelling(), me.uncancel(), me.uncancel(), me.uncancel());
    asyncio::sleep(0).await;
    py_print!("not cancelled");
    me.cancel();
    attempt! {
        try {
            asyncio::sleep(0).await;
        } except CancelledError {
            py_print!("cancelled", me.cancelling(), me.uncancel());
        }
    }
}
