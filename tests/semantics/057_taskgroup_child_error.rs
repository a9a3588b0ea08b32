//! B57: a failing child cancels its siblings and the body; all errors come out in one group

use asyncpy::prelude::*;

use crate::py::{Py, current_task, py_print};

#[asyncio::coroutine]
async fn child(name: &'static str, delay: i32) {
    attempt! {
        try {
            asyncio::sleep(delay).await;
        } finally {
            py_print!(name, "raises");
            raise!(ValueError(name))
        }
    }
}

#[asyncpy::main]
pub async fn main() {
    attempt! {
        try {
            async_with! {
                asyncio::TaskGroup::new() as tg {
                    tg.create_task(child("first", 0))?;
                    tg.create_task(child("sibling", 60))?;
                    asyncio::sleep(60).await;
                }
            }
        } except* ValueError as eg {
            let exceptions: Vec<String> = eg.exceptions().iter().map(Py::repr).collect();
            py_print!(eg.message(), exceptions, current_task().cancelling());
        }
    }
}
