//~ 1 error: `start_paused`

#[asyncpy::test(start_paused = true)]
async fn sleeps() {
    asyncpy::asyncio::sleep(1).await;
}

fn main() {}
