//~ 1 error: `async`

#[asyncpy::module]
async fn fetch() {}

fn main() {}
