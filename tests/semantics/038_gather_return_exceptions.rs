//! B38: return_exceptions collects exceptions, a cancelled child included

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn child(value: Arg) -> Arg {
    asyncio::sleep(0).await;
    if let Arg::Exception(exception) = value {
        raise!(exception)
    }
    value
}

#[asyncpy::main]
pub async fn main() {
    let victim = create_task!(child(Arg::new("never")));
    let to_cancel = victim.clone();
    asyncio::get_running_loop()?.call_soon(move || to_cancel.cancel_with("msg"))?;
    let (a, b, c, d) = gather!(
        child(Arg::new(1)),
        child(Arg::new(KeyError("k"))),
        &victim,
        child(Arg::new(2)),
        return_exceptions = True
    )
    .await;
    py_print!([a, b, c, d]);
    py_print!(victim.cancelled());
}
