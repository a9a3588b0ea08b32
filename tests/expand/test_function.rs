//! `#[asyncpy::test]`.

use asyncpy::prelude::*;

#[asyncpy::test]
async fn an_hour_passes() {
    asyncio::sleep(3600).await;
}

#[asyncpy::test(virtual_time = false)]
#[should_panic(expected = "ValueError: v")]
async fn raises() {
    raise!(ValueError("v"))
}

pub fn demo() -> String {
    String::new()
}
