//! B5: timers with equal deadlines leave a binary heap (heapq), so they do NOT run in FIFO order

use std::cell::RefCell;
use std::rc::Rc;

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncpy::main]
pub fn main() -> Result<(), Exception> {
    for n in 2..10 {
        let event_loop = asyncio::new_event_loop();
        let order = Rc::new(RefCell::new(Vec::new()));
        let when = event_loop.time();
        for i in 0..n {
            let order = order.clone();
            event_loop.call_at(when, move || order.borrow_mut().push(i))?;
        }
        event_loop.stop();
        event_loop.run_forever()?;
        event_loop.close()?;
        py_print!(n, *order.borrow());
    }
    Ok(())
}
