//~ 1 error: `5`

#[asyncpy::test(virtual_time = 5)]
async fn sleeps() {
    asyncpy::asyncio::sleep(1).await;
}

fn main() {}
