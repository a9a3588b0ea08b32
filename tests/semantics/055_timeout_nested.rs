//! B55: the outermost expired timeout raises; an inner one lets the cancellation pass through

use asyncpy::prelude::*;

use crate::py::py_print;

#[asyncio::coroutine]
async fn nested(outer: f64, inner: f64) {
    let o = asyncio::timeout(outer)?;
    let mut i = None;
    attempt! {
        try {
            async_with! {
                o {
                    attempt! {
                        try {
                            async_with! {
                                asyncio::timeout(inner)? as cm {
                                    i = Some(cm);
                                    asyncio::sleep(60).await;
                                }
                            }
                        } except TimeoutError {
                            py_print!("inner TimeoutError");
                        }
                    }
                }
            }
        } except TimeoutError {
            py_print!("outer TimeoutError");
        }
    }
    py_print!("outer expired", o.expired(), "inner expired", i.map(|i| i.expired()));
}

#[asyncpy::main]
pub fn main() -> Result<(), Exception> {
    asyncio::run(nested(0.001, 60.0))?;
    asyncio::run(nested(60.0, 0.001))
}
