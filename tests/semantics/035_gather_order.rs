//! B35: gather starts coroutines in argument order; results keep argument order

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn child(name: &'static str, steps: i32) -> &'static str {
    py_print!(name, "starts");
    for _ in 0..steps {
        asyncio::sleep(0).await;
    }
    py_print!(name, "ends");
    name
}

#[asyncpy::main]
pub async fn main() {
    py_print!(gather!(*[child("a", 2), child("b", 0), child("c", 1)]).await);
}
