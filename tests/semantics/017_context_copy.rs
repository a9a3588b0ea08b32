//! B17: call_soon and create_task copy the context at the call; context= shares one

use asyncpy::ContextVar;
use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn child(var: ContextVar<&'static str>, tag: &'static str) {
    py_print!(tag, "sees", var.get()?);
    var.set(tag);
}

#[asyncpy::main]
pub async fn main() {
    let var = ContextVar::new("var");
    var.set("m1");
    let seen = var.clone();
    asyncio::get_running_loop()?
        .call_soon(move || seen.get().map(|value| py_print!("callback sees", value)))?;
    var.set("m2");
    let task = create_task!(child(var.clone(), "task"));
    {
        var.set("m3");
        task
    }
    .await;
    let ctx = asyncio::copy_context();
    create_task!(child(var.clone(), "shared"), context = ctx.clone()).await;
    py_print!("main", var.get()?, "ctx", var.in_context(&ctx));
}
