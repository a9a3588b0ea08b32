//~ 3 errors: `flavor`, `argv: Vec<String>`, `"text"`

#[asyncpy::main(flavor = "current_thread")]
async fn main(argv: Vec<String>) {
    let _: &[String] = &argv;
    let _: usize = "text";
}
