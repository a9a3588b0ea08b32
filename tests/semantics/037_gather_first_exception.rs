//! B37: the first exception leaves gather at once; the siblings keep running and are not cancelled

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn child(name: &'static str, steps: i32, fail: bool) {
    for _ in 0..steps {
        asyncio::sleep(0).await;
    }
    py_print!(name, if fail { "fails" } else { "ends" });
    if fail {
        raise!(ValueError(name))
    }
}

#[asyncpy::main]
pub async fn main() {
    attempt! {
        try {
            gather!(child("a", 1, true), child("b", 5, false), child("c", 2, true)).await;
        } except ValueError as e {
            py_print!("caught", e);
        }
    }
    asyncio::sleep(0.02).await;
    py_print!("the exception of c is never reported");
}
