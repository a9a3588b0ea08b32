//~ 2 errors: `#[coroutine]`, `#[coroutine]`
// Both are rustc's: the name is its own, wherever it is imported from. See `#[asyncpy::module]`.

#[coroutine]
async fn fetch() {}

fn main() {
    let _ = fetch();
}
