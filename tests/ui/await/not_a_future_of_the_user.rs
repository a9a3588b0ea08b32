//~ 1 error: `await`

struct Session;

#[asyncpy::main]
async fn main() {
    let session = Session;
    session.await;
}
