//~ 1 error: `"text"`

#[asyncpy::main]
async fn main() {
    let _: u32 = "text";
}
