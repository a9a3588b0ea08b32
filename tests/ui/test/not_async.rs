//~ 1 error: `fn`

#[asyncpy::test]
fn sleeps() {
    println!("work");
}

fn main() {}
