//! B8: a handle cancelled by an earlier callback of the same batch is skipped

use std::cell::RefCell;
use std::rc::Rc;

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncpy::main]
pub async fn main() {
    let event_loop = asyncio::get_running_loop()?;
    let handles = Rc::new(RefCell::new(Vec::<asyncio::Handle>::new()));
    let first = handles.clone();
    event_loop.call_soon(move || first.borrow()[0].cancel())?;
    handles.borrow_mut().push(event_loop.call_soon(|| py_print!("never"))?);
    let timer = event_loop.call_later(0, || py_print!("never either"))?;
    timer.cancel();
    let ran = event_loop.call_soon(|| py_print!("runs"))?;
    asyncio::sleep(0).await;
    py_print!(handles.borrow()[0].cancelled(), timer.cancelled(), ran.cancelled());
    ran.cancel();
    py_print!("cancel after the run is harmless", ran.cancelled());
}
