//! B79: a suspended async generator is closed at shutdown, after the tasks were cancelled

use std::cell::RefCell;

use asyncpy::prelude::*;

use crate::py::py_print;

thread_local! {
    static MAIN_GEN: RefCell<Option<AsyncGenerator<i32>>> = const { RefCell::new(None) };
}

#[asyncio::async_generator]
async fn numbers() -> i32 {
    attempt! {
        try {
            yield_!(1);
            yield_!(2);
        } finally {
            asyncio::sleep(0).await;
            py_print!("generator closed");
        }
    }
}

#[asyncpy::main]
pub async fn main() {
    let main_gen = numbers();
    MAIN_GEN.set(Some(main_gen.clone()));
    async_for! {
        n in main_gen {
            py_print!("got", n);
            break;
        }
    }
    py_print!("main returns");
}
