//! B7: a timer is due when its deadline < now + clock resolution (strict); here with a frozen clock

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncpy::main]
pub fn main() -> Result<(), Exception> {
    let event_loop = EventLoop::with_clock(|| 100.0, 0.5);
    for when in [101.0, 100.5, 100.25, 100.0, 99.0] {
        event_loop.call_at(when, move || py_print!("ran", when))?;
    }
    event_loop.stop();
    event_loop.run_forever()?;
    event_loop.close()
}
