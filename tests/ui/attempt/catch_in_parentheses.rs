//~ 1 error: `catch`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    attempt! {
        try { println!("work"); }
        catch (ValueError as e) { println!("{e}"); }
    }
}
