//! B60: SystemExit and KeyboardInterrupt of a child leave the loop at once, and later the group, unwrapped

use asyncpy::prelude::*;

use crate::py::{py_print, repr};

#[asyncio::coroutine]
async fn child() {
    raise!(SystemExit(5))
}

#[asyncio::coroutine]
async fn amain() {
    attempt! {
        try {
            async_with! {
                asyncio::TaskGroup::new() as tg {
                    tg.create_task(child())?;
                }
            }
        } except SystemExit as e {
            py_print!("out of the group", repr(e));
        }
    }
}

#[asyncpy::main]
pub fn main() -> Result<(), Exception> {
    let mut runner = asyncio::Runner::new();
    attempt! {
        try {
            runner.run(amain())?;
        } except SystemExit as e {
            py_print!("out of run", repr(e));
        }
    }
    runner.close()
}
