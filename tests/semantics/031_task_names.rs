//! B31: default names count up per process; all_tasks holds the unfinished ones; tasks refuse set_result

use asyncpy::AnyTask;
use asyncpy::prelude::*;

use crate::py::{current_task, py_print, sorted};

#[asyncio::coroutine]
async fn child() {
    py_print!("in", current_task().get_name());
}

#[asyncpy::main]
pub async fn main() {
    let t = create_task!(child());
    let named = create_task!(child(), name = "named");
    let u = create_task!(child());
    py_print!(sorted_names()?);
    u.set_name(99);
    asyncio::sleep(0).await;
    py_print!(sorted_names()?, t.done(), named.result()?);
    for call in [|t: &Task<()>| t.set_result(()), |t: &Task<()>| t.set_exception(ValueError(()))] {
        attempt! {
            try {
                call(&t)?;
            } except RuntimeError as e {
                py_print!(e);
            }
        }
    }
}

/// `sorted(x.get_name() for x in asyncio.all_tasks())`
fn sorted_names() -> Result<Vec<String>, Exception> {
    Ok(sorted(asyncio::all_tasks()?.iter().map(AnyTask::get_name)))
}
