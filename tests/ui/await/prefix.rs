//~ 1 error: `await asyncpy::asyncio::sleep(1)`

#[asyncpy::main]
async fn main() {
    await asyncpy::asyncio::sleep(1);
}
