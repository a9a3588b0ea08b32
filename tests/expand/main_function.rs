//! `#[asyncpy::main]` on a coroutine, and on a function that drives a loop by hand.

mod coroutine {
    use asyncpy::prelude::*;

    #[asyncpy::main]
    pub async fn main() {
        asyncio::sleep(0).await;
    }
}

mod function {
    use asyncpy::prelude::*;

    #[asyncpy::main]
    pub fn main() -> Result<(), Exception> {
        let event_loop = asyncio::new_event_loop();
        event_loop.run_until_complete(asyncio::sleep(0))?;
        Ok(())
    }
}

pub fn demo() -> String {
    format!("{:?} {:?}", coroutine::main(), function::main())
}
