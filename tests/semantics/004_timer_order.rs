//! B4: timers run by deadline, not by order of registration

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncpy::main]
pub async fn main() {
    let event_loop = asyncio::get_running_loop()?;
    let now = event_loop.time();
    let h30 = event_loop.call_at(now + 0.03, || py_print!("30 ms"))?;
    let h10 = event_loop.call_at(now + 0.01, || py_print!("10 ms"))?;
    let h20 = event_loop.call_at(now + 0.02, || py_print!("20 ms"))?;
    py_print!(h10.when() < h20.when() && h20.when() < h30.when(), is(h10.when(), now + 0.01));
    asyncio::sleep(0.04).await;
    py_print!("40 ms");
}

/// The very same float, as Python's `==` of these two asks for.
fn is(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits()
}
