//! `break` and `continue` leave through `finally`.

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn find() -> (u32, u32) {
    let mut cleaned = 0;
    let mut n = 0;
    let found = 'search: loop {
        n += 1;
        for factor in 2..4 {
            attempt! {
                try {
                    match n % factor {
                        0 if factor == 3 => break 'search n,
                        0 => continue,
                        _ => break,
                    }
                } finally {
                    cleaned += 1;
                }
            }
        }
    };
    (found, cleaned)
}

pub fn demo() -> String {
    format!("{:?}", asyncio::run(find()))
}
