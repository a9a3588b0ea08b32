//~ 1 error: `id: u32`

#[asyncpy::test]
async fn sleeps(id: u32) {
    asyncpy::asyncio::sleep(id).await;
}

fn main() {}
