//! B74: the last party passes first without yielding; the others follow in FIFO order

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn party(bar: asyncio::Barrier, name: char) {
    attempt! {
        try {
            py_print!(name, "index", bar.wait().await, bar.n_waiting());
        } except BrokenBarrierError as e {
            py_print!(name, e);
        }
    }
}

#[asyncpy::main]
pub async fn main() {
    let bar = asyncio::Barrier::new(3)?;
    gather!(*"abc".chars().map(|n| party(bar.clone(), n))).await;
    let task = create_task!(party(bar.clone(), 'd'));
    asyncio::sleep(0).await;
    bar.abort().await;
    task.await;
    py_print!(bar.broken(), bar.parties(), bar.n_waiting());
}
