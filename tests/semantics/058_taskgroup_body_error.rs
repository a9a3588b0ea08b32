//! B58: an exception in the body cancels the children; it comes last in the group, and is wrapped even if alone

use asyncpy::prelude::*;

use crate::py::{Tuple, py_print};

#[asyncio::coroutine]
async fn child() {
    attempt! {
        try {
            asyncio::sleep(60).await;
        } finally {
            py_print!("child cancelled");
            raise!(KeyError("child"))
        }
    }
}

#[asyncpy::main]
pub async fn main() {
    attempt! {
        try {
            async_with! {
                asyncio::TaskGroup::new() as tg {
                    tg.create_task(child())?;
                    asyncio::sleep(0).await;
                    raise!(ValueError("body"))
                }
            }
        } except ExceptionGroup as eg {
            py_print!(Tuple(eg.exceptions().to_vec()));
        }
    }
}
