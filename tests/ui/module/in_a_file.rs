//~ 2 errors: `mod session;`, `mod session;`
// Both are rustc's, and say what is wrong.

#[asyncpy::module]
mod session;

fn main() {}
