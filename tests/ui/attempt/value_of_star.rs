//~ 3 errors: `?`, `try`, `0`
// Several handlers may run, so neither the whole nor any block has a value: three places that have one.

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    let number: u32 = attempt! {
        try { "5".parse::<u32>()? }
        except* ValueError { 0 }
    };
    println!("{number}");
}
