//! `finally`: runs on every way out, and may await.

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn parse(text: &'static str, trace: std::rc::Rc<std::cell::Cell<u32>>) -> u8 {
    attempt! {
        try {
            if text.is_empty() {
                return 0;
            }
            text.parse()?
        } finally {
            asyncio::sleep(0).await;
            trace.update(|n| n + 1);
        }
    }
}

pub fn demo() -> String {
    let trace = std::rc::Rc::default();
    let results = ["1", "", "one"].map(|text| asyncio::run(parse(text, std::rc::Rc::clone(&trace))));
    format!("{results:?} {trace:?}")
}
