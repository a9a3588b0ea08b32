//~ 1 error: `await`

#[asyncpy::main]
async fn main() {
    5.await;
}
