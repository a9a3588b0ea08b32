//~ 1 error: `mod`

#[asyncpy::test]
mod tests {}

fn main() {}
