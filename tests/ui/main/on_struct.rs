//~ 1 error: `struct`

#[asyncpy::main]
struct Session;

fn main() {
    let _ = Session;
}
