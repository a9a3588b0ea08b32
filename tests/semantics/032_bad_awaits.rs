//! B32: awaiting oneself or a future of another loop; wrong argument types

use std::cell::RefCell;
use std::rc::Rc;

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn selfish(me: Rc<RefCell<Option<Task<()>>>>) {
    // `asyncio.current_task()` with its type, which awaiting needs
    let current_task = me.borrow_mut().take();
    if let Some(current_task) = current_task {
        current_task.await;
    }
}

#[asyncpy::main]
pub async fn main() {
    // The other loop lives until the end, as Python's future keeps its loop alive.
    let other = asyncio::new_event_loop();
    let me = Rc::new(RefCell::new(None));
    let selfish = create_task!(selfish(me.clone()));
    me.replace(Some(selfish.clone()));
    for aw in [selfish.into_future_handle(), other.create_future()] {
        attempt! {
            try {
                aw.await;
            } except RuntimeError as e {
                let text = e.to_string();
                let is_own = text.contains("itself");
                py_print!(
                    "RuntimeError",
                    if is_own { text.split(':').next() } else { text.get(text.len() - 28..) }
                );
            }
        }
    }
    // `ensure_future(5)`, `create_task(5)` and `gather(None)` do not compile.
}
