//~ 1 error: `fn`

#[asyncpy::main]
fn main() {
    println!("work");
}
