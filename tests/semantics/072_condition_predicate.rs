//! B72: wait_for re-checks its predicate at every notify; notify needs the lock

use std::cell::RefCell;
use std::rc::Rc;

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn waiter(cond: asyncio::Condition, seen: Rc<RefCell<Vec<()>>>) {
    async_with! {
        cond {
            let check = || {
                py_print!("check", seen.borrow().len());
                seen.borrow().len() == 2
            };
            py_print!("predicate", cond.wait_for(check).await);
        }
    }
}

#[asyncpy::main]
pub async fn main() {
    let (cond, seen) = (asyncio::Condition::new(), Rc::new(RefCell::new(Vec::new())));
    create_task!(waiter(cond.clone(), seen.clone()));
    for _ in 0..2 {
        asyncio::sleep(0.02).await;
        async_with! {
            cond {
                cond.notify()?;
                seen.borrow_mut().push(());
            }
        }
    }
    asyncio::sleep(0.02).await;
    attempt! {
        try {
            cond.notify()?;
        } except RuntimeError as e {
            py_print!(e);
        }
    }
}
