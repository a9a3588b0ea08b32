//! B54: reschedule moves or removes the deadline; misuse errors

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncpy::main]
pub async fn main() {
    let event_loop = asyncio::get_running_loop()?;
    let cm = asyncio::timeout(0.001)?;
    async_with! {
        cm {
            cm.reschedule(None)?;
            asyncio::sleep(0.003).await;
            cm.reschedule(event_loop.time() + 60.0)?;
        }
    }
    py_print!("finished", cm.expired());
    let calls: [&dyn Fn() -> Result<(), Exception>; 2] =
        [&|| cm.reschedule(None), &|| asyncio::timeout(1)?.reschedule(2)];
    for call in calls {
        attempt! {
            try {
                call()?;
            } except RuntimeError as e {
                py_print!(e);
            }
        }
    }
}
