//~ 1 error: `u128`

#[asyncpy::main]
async fn main() -> u128 {
    5
}
